using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Models.Hourly;

/// <summary>Hyperparameters of networks with an output convolution for each hour, with the authors' defaults for TaxiBJ.</summary>
internal abstract record HourlyOptions : NetworkOptions
{
    private const int FirstTaxiBjHour = 7;
    private const int TaxiBjHours = 15;
    private const int HoursOfDay = 24;

    /// <summary>Channels F of the fine features of each branch.</summary>
    [Range(1, 1024), Description("channels F of the fine features of each branch")]
    public int BaseChannels { get; init; } = 128;

    /// <summary>Whether maps of the external factors are concatenated to the features.</summary>
    [Description("maps made of the external factors join the features")]
    public bool UseExt { get; init; } = true;

    /// <summary>Counts in one unit of the input.</summary>
    [Range(1e-6, 1e9), Description("counts that make one unit of the input")]
    public double ScalerX { get; init; } = 1;

    /// <summary>Counts in one unit of the output.</summary>
    [Range(1e-6, 1e9), Description("counts that make one unit of the output")]
    public double ScalerY { get; init; } = 1;

    /// <summary>The hour of the first output convolution.</summary>
    [Range(0, HoursOfDay - 1)]
    [Description("hour of the first output convolution; unless set, 7 where all training hours are 7 .. 21, else 0")]
    public int HourOffset { get; init; } = FirstTaxiBjHour;

    /// <summary>Number of output convolutions, one for each hour.</summary>
    [Range(1, HoursOfDay)]
    [Description("number of output convolutions, one an hour; unless set, 15 where all training hours are 7 .. 21, else 24")]
    public int TimeSpan { get; init; } = TaxiBjHours;

    /// <summary>Rows of the weather table.</summary>
    [Range(18, 100_000), Description("rows of the weather table, at least 18")]
    public int WeatherVocab { get; init; } = 18;

    /// <summary>Hidden width of the layers behind the external factors.</summary>
    [Range(1, 4096), Description("hidden width of the layers behind the external factors")]
    public int ExtHidden { get; init; } = 64;

    /// <summary>Dropout behind both branches and inside the layers behind the external factors.</summary>
    [Range(0, 0.99), Description("dropout behind both branches and inside the layers behind the external factors")]
    public double Dropout { get; init; } = 0.3;

    /// <summary>Kernel of the first convolution of the branch over the whole map.</summary>
    [Range(1, 31), Description("kernel of the first convolution over the whole map, odd")]
    public int GlobalKernel { get; init; } = 9;

    /// <summary>Kernel of the first convolution inside each tile.</summary>
    [Range(1, 31), Description("kernel of the first convolution inside each tile, odd")]
    public int LocalKernel { get; init; } = 3;

    /// <summary>Epsilon of the N2-normalisation.</summary>
    [Range(1e-12, 1), Description("epsilon of the N2-normalisation")]
    public double N2Eps { get; init; } = 1e-7;

    /// <summary>Epsilon of the batch norms.</summary>
    [Range(1e-12, 1), Description("epsilon of the batch norms")]
    public double BnEps { get; init; } = 1e-5;

    /// <summary>A label in published configurations, where it set the hours; without effect here.</summary>
    [Description("a label in published configurations; it decides nothing here: hour_offset and time_span do")]
    public string? Dataset { get; init; }

    /// <summary>Rows of the table of days: 8.</summary>
    [Description("rows of the table of days in published configurations: 8")]
    public int DayVocab { get; init; } = 8;

    /// <summary>Rows of the table of hours: 24.</summary>
    [Description("rows of the table of hours in published configurations: 24")]
    public int HourVocab { get; init; } = HoursOfDay;

    /// <summary>Columns of the external factors: 7.</summary>
    [Description("columns of the external factors in published configurations: 7")]
    public int ExtDim { get; init; } = TaxiBjColumns.Count;

    /// <summary>Where it reads the hour, even if no maps of the external factors join the features.</summary>
    public override bool NeedsExternals => ReadsHours;

    /// <inheritdoc/>
    public override bool FixedMapSize => true;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        RequireOdd("global_kernel", GlobalKernel);
        RequireOdd("local_kernel", LocalKernel);
        RequireConstant("day_vocab", DayVocab, 8);
        RequireConstant("hour_vocab", HourVocab, HoursOfDay);
        RequireConstant("ext_dim", ExtDim, TaxiBjColumns.Count);
    }

    /// <summary>
    /// Returns TaxiBJ's hours if the training data have no others, otherwise all hours of the day. Data without external factors have no
    /// hour; the network's own check reports that.
    /// </summary>
    public override IEnumerable<KeyValuePair<string, JsonNode?>> DefaultsFor(FlowDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var likeTaxiBj = data[SplitNames.Train].External is not { } external || HasOnlyTaxiBjHours(external);
        return
        [
            new("use_ext", true),
            new("hour_offset", likeTaxiBj ? FirstTaxiBjHour : 0),
            new("time_span", likeTaxiBj ? TaxiBjHours : HoursOfDay),
        ];
    }

    /// <summary>Whether the hour of a slot chooses among output convolutions.</summary>
    internal virtual bool ReadsHours => true;

    /// <inheritdoc/>
    internal override void CheckInput(FlowInputs inputs, string model, string source)
    {
        if (!ReadsHours)
        {
            return;
        }

        var (external, first, end) = (inputs.External!, HourOffset, HourOffset + TimeSpan);
        for (var sample = 0; sample < external.Samples; sample++)
        {
            var hour = external.Row(sample)[TaxiBjColumns.Hour];
            if (!(hour >= first && hour < end))
            {
                throw new BadInputException(
                    source,
                    $"ext row {sample}, column {TaxiBjColumns.Hour} (hour) is {hour}, but this {model} has output convolutions "
                    + $"for the hours {first} .. {end - 1} (settings hour_offset, time_span)");
            }
        }
    }

    private static bool HasOnlyTaxiBjHours(ExternalFactors external) =>
        Enumerable.Range(0, external.Samples)
            .All(sample => (int)external.Row(sample)[TaxiBjColumns.Hour] is >= FirstTaxiBjHour and < FirstTaxiBjHour + TaxiBjHours);

    private static void RequireOdd(string setting, int value)
    {
        if (value % 2 == 0)
        {
            throw Refusal(setting, Invariant($"is {value}; an odd kernel is expected, which keeps the map's size"));
        }
    }

    private static void RequireConstant(string setting, int value, int constant)
    {
        if (value != constant)
        {
            throw Refusal(setting, Invariant($"is {value}; the definition fixes it: {constant} is expected"));
        }
    }
}
