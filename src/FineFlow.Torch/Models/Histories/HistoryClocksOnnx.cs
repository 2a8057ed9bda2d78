using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Histories;
using FineFlow.Torch.Export;

namespace FineFlow.Torch.Models.Histories;

/// <summary>
/// <see cref="SlotClock"/> and <see cref="HistoryKernel"/> as an ONNX graph: when the present slots are, from their times, and how much the
/// history's slots count for them.
/// </summary>
internal sealed class HistoryClocksOnnx
{
    /// <summary>1970 began on a Thursday, the fourth day of a week.</summary>
    private const long FirstWeekday = 3;

    private const long Days = 7, Saturday = 5, NoAge = 1L << 40;
    private const double SecondsOfHour = 3600, HoursOfDay = 24;

    private readonly OnnxGraph _graph;
    private readonly OnnxValue _age; // [n, S], in days
    private readonly OnnxValue _newest; // [n, 1], of the slots of other days
    private readonly OnnxValue _isShort; // [n, 1]: all slots are of the present day
    private readonly OnnxValue _counts; // [n, S]
    private readonly OnnxValue _isOtherKind; // [n, S]
    private readonly OnnxValue _distance; // [n, S], in hours around the clock

    /// <param name="time">Starts of the present slots [n].</param>
    /// <param name="external">TaxiBJ's external factors [n, 7], for holidays; null without.</param>
    /// <param name="past">Clocks of the history's S slots, all known.</param>
    public HistoryClocksOnnx(OnnxValue time, OnnxValue? external, SlotClock[] past)
    {
        _graph = time.Graph;
        var second = _graph.Add("Mod", [time, _graph.Integer(LocalClock.Day)]);
        var day = (time - second) / _graph.Integer(LocalClock.Day);
        Weekday = _graph.Add("Mod", [day + _graph.Integer(FirstWeekday), _graph.Integer(Days)]);
        Hour = second.To(OnnxType.Double) / _graph.Double(SecondsOfHour);
        var isWeekend = Weekday.IsAbove(_graph.Integer(Saturday - 1));
        IsRestDay = external is null
            ? isWeekend
            : isWeekend.Or(external.Select(1, TaxiBjColumns.Holiday).IsBelow(_graph.Constant(0.5f)).Not());

        _age = (day.Unsqueeze(1) - Past("days", past, clock => clock.Day)).Abs();
        var isOwnDay = _age.IsEqual(_graph.Integer(0));
        _newest = isOwnDay.Where(_graph.Integer(NoAge), _age).Min(1);
        _isShort = _newest.IsEqual(_graph.Integer(NoAge));
        var isSameSlot = isOwnDay.And(second.Unsqueeze(1).IsEqual(Past("seconds", past, clock => clock.Second)));
        _counts = _isShort.And(isSameSlot.Not()).Or(_isShort.Not().And(isOwnDay.Not()));
        var isPastRestDay = Past("rest_days", past, clock => clock.IsRestDay ? 1 : 0).IsEqual(_graph.Integer(1));
        _isOtherKind = IsRestDay.Unsqueeze(1).IsEqual(isPastRestDay).Not();
        var hours = Past("seconds", past, clock => clock.Second).To(OnnxType.Double) / _graph.Double(SecondsOfHour);
        var apart = (Hour.Unsqueeze(1) - hours).Abs();
        _distance = _graph.Add("Min", [apart, _graph.Double(HoursOfDay) - apart]);
    }

    /// <summary>Days of the week [n], 0 Monday .. 6 Sunday.</summary>
    public OnnxValue Weekday { get; }

    /// <summary>Hours since midnight [n], 64-bit.</summary>
    public OnnxValue Hour { get; }

    /// <summary>Whether people rest on that day [n].</summary>
    public OnnxValue IsRestDay { get; }

    /// <summary><see cref="HistoryKernel.Weights"/> of a known kernel, [n, S].</summary>
    public OnnxValue Weights(HistoryKernel kernel) => Weights(
        double.IsFinite(kernel.Hours) ? _graph.Double(kernel.Hours) : null,
        _graph.Double(kernel.OtherKind),
        double.IsFinite(kernel.RecencyDays) ? _graph.Double(1 / kernel.RecencyDays) : null);

    /// <summary>The same of numbers in the graph, 64-bit; null leaves a factor out.</summary>
    private OnnxValue Weights(OnnxValue? hours, OnnxValue otherKind, OnnxValue? perDay)
    {
        var weight = _isOtherKind.Where(otherKind, _graph.Double(1));
        if (perDay is not null)
        {
            var older = _age - _isShort.Where(_graph.Integer(0), _newest);
            weight *= (_graph.Double(0) - older.To(OnnxType.Double) * perDay).Exp();
        }

        if (hours is not null)
        {
            var relative = _distance / hours;
            weight *= (_graph.Double(0) - relative * relative / _graph.Double(2)).Exp();
        }

        return _counts.Where(weight, _graph.Double(0)).To(OnnxType.Float);
    }

    private OnnxValue Past(string name, SlotClock[] past, Func<SlotClock, long> number) => _graph.Constant(
        $"history.{name}", () => OnnxTensor.From([.. past.Select(number)], 1, past.Length));
}
