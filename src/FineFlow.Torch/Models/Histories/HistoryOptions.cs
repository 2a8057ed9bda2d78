using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Models.Histories;

/// <summary>Hyperparameters of networks that infer from fine counts of the past.</summary>
internal abstract record HistoryOptions : NetworkOptions
{
    /// <summary>Whether holidays and weather are taken from the external factors, which must then be of TaxiBJ's kinds.</summary>
    [Description("take holidays and weather from the external factors, and the time of day where there are no times")]
    public bool UseExt { get; init; } = true;

    /// <summary>Whether shares begin with what the dataset's static maps say of them, where it has some.</summary>
    [Description("begin with the shares that the dataset's static maps suggest, where it has some")]
    public bool UseStatic { get; init; } = true;

    /// <summary>Slots of a day, by which days are told apart where there are no times.</summary>
    [Range(1, 1440), Description("slots of a day, by which days are told apart where there are no times")]
    public int SlotsPerDay { get; init; } = 48;

    /// <summary>
    /// How many days after the validation part the model will be used, on average; intervals are made right for that age. Null: the days of
    /// the validation part, as where a test part of twice its length follows.
    /// </summary>
    [Range(0.0, 3650.0)]
    [Description("days after the validation part at which the model will be used; intervals are made right for that age")]
    public double? HorizonDays { get; init; }

    /// <summary>
    /// Whether the validation part joins the history once all is chosen and measured on it. It needs times. False keeps it out, as in a
    /// comparison with models that learn from the training part alone.
    /// </summary>
    [Description("take the validation part into the history at the end, where times are known")]
    public bool UseValid { get; init; } = true;

    /// <inheritdoc/>
    public override bool FixedMapSize => true;

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, JsonNode?>> DefaultsFor(FlowDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var factors = data.Splits[0].External;
        yield return new("use_ext", factors?.Schema.HasSameKinds(ExternalSchema.TaxiBj) == true);
        if (data.SlotsPerDay is { } slots)
        {
            yield return new("slots_per_day", slots);
        }
    }
}
