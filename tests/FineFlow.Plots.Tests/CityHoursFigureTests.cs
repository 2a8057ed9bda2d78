using FineFlow.Core;
using FineFlow.Core.Datasets;

namespace FineFlow.Plots.Tests;

public sealed class CityHoursFigureTests : IDisposable
{
    // Weekend flag, day, hour, weather: slots that nobody asked for, then one of each kind.
    private static readonly (int Weekend, int Day, int Hour, int Weather)[] Week =
        [(0, 1, 7, 1), (0, 1, 8, 1), (0, 1, 12, 7), (0, 1, 18, 1), (1, 6, 15, 2)];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_first_slot_of_each_kind_is_shown_and_kinds_that_never_come_are_not()
    {
        Assert.Equal([1, 3, 4, 2], CityHours.Of(Split([.. Week, .. Week])).Select(hour => hour.Slot));
        Assert.Equal([1, 2], CityHours.Of(Split(Week[..3])).Select(hour => hour.Slot));
        Assert.Empty(CityHours.Of(Split(Week[..1])));
    }

    [Fact]
    public void Two_panels_make_a_row()
    {
        Assert.Equal(1800, Draw(Split(Week)).Height);
        Assert.Equal(1800 - 760, Draw(Split(Week[..3])).Height);
    }

    [Fact]
    public void The_slots_share_one_scale()
    {
        var split = Split(Week[..3]);
        split.Fine.Map(2, 0).Fill(6);
        split.Coarse.Map(2, 0).Fill(96);
        var picture = Draw(split);
        Assert.Equal(FigureColors.Flow(1), picture[1000, 500]);
        Assert.NotEqual(FigureColors.Flow(1), picture[300, 500]);
    }

    [Fact]
    public void A_dataset_without_external_factors_is_refused()
    {
        var data = Dataset(Split(Week) with { External = null });
        var refusal = Assert.Throws<BadInputException>(() => CityHoursFigure.SavePng(_folder.File("refused.png"), data));
        Assert.Contains("no external factors", refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("refused.png")));
    }

    private static FlowSplit Split((int Weekend, int Day, int Hour, int Weather)[] slots)
    {
        var fine = new FlowMaps(new(slots.Length, 1, 8, 8));
        Array.Fill(fine.Values, 3);
        var coarse = new FlowMaps(new(slots.Length, 1, 2, 2));
        Array.Fill(coarse.Values, 48);
        float[] external = [.. slots.SelectMany(slot => new float[] { 20, 5, 0, slot.Weekend, slot.Day, slot.Hour, slot.Weather })];
        return new("test", coarse, fine, new(external));
    }

    private FlowDataset Dataset(FlowSplit split)
    {
        DatasetFolder.Write(_folder.File("city"), new() { Name = "city" }, [split]);
        return DatasetFolder.Load(_folder.File("city"));
    }

    private Picture Draw(FlowSplit split)
    {
        var path = _folder.File("figure.png");
        CityHoursFigure.SavePng(path, Dataset(split));
        Directory.Delete(_folder.File("city"), recursive: true);
        return new(path);
    }
}
