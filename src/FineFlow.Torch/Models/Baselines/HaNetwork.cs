using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FineFlow.Core;
using FineFlow.Core.Baselines;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Models.UrbanFm;
using FineFlow.Torch.Networks;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Baselines;

/// <summary>Options of the historical average.</summary>
internal sealed record HaOptions : NetworkOptions
{
    /// <summary>Whether each hour of the day has a table of shares; otherwise one table serves all hours.</summary>
    [Description("one table of shares an hour of day; false: one table for all hours")]
    public bool GroupByHour { get; init; } = true;

    /// <summary>Column of the external factors that holds the hour.</summary>
    [Range(0, TaxiBjColumns.Count - 1), Description("column of the external factors that holds the hour")]
    public int HourColumn { get; init; } = TaxiBjColumns.Hour;

    /// <summary>True: each fine cell has shares of its own.</summary>
    public override bool FixedMapSize => true;
}

/// <summary>
/// Historical average: each fine cell gets its average share of the coarse cell in training, by hour of day. The only buffer, <c>shares</c>
/// [25, C, N*H, N*W], holds the 24 hours and a fallback for unknown ones; <see cref="Fit"/> fills it.
/// </summary>
internal sealed class HaNetwork : FlowNetwork
{
    /// <summary>Hours of the day: the row after them is that of all hours.</summary>
    internal const int Hours = HistoricalAverage.AllHours;

    private const string SharesName = "shares";

    private readonly HaOptions _options;
    [ComponentName(Name = SharesName)]
    private readonly Tensor _shares;

    /// <param name="options">Hyperparameters.</param>
    public HaNetwork(HaOptions options)
        : base("ha", options)
    {
        _options = options;
        var factor = options.ScaleFactor;
        _shares = full([Hours + 1, options.InChannels, factor * options.Height, factor * options.Width], 1f / (factor * factor));
        RegisterComponents();
    }

    /// <summary>The model's row in the catalog.</summary>
    public static ModelEntry Entry { get; } = ModelEntry.Define<HaOptions>(
        "ha", o => new HaNetwork(o),
        "historical average of the share",
        [UrbanFmNetwork.Paper],
        "mse",
        new(ConservationGuarantee.Exactly, Parameters: 0, MultiplyAdds: 0),
        onnx: BaselinesOnnx.Ha);

    /// <inheritdoc/>
    public override ConservationGuarantee Guarantee => ConservationGuarantee.Exactly;

    /// <inheritdoc/>
    public override InputRequirements Requirements =>
        base.Requirements with { Columns = _options.GroupByHour ? ExternalSchema.TaxiBj : null };

    /// <inheritdoc/>
    internal override bool IsFitted(string tensor) => tensor == SharesName;

    /// <inheritdoc/>
    public override void Fit(FlowSplit train, FlowSplit valid)
    {
        ArgumentNullException.ThrowIfNull(train);
        var average = HistoricalAverage.Fit(train.KnownCoarse, train.Fine, train.External, _options.GroupByHour, _options.HourColumn);
        using var shares = TensorData.From([.. average.Shares.Select(share => (float)share)], _shares.shape);
        _shares.copy_(shares);
    }

    /// <inheritdoc/>
    public override Tensor Refine(FlowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var factor = Options.ScaleFactor;
        var spread = batch.Coarse.repeat_interleave(factor, 2).repeat_interleave(factor, 3);
        return _shares.index_select(0, Table(batch)) * spread;
    }

    private Tensor Table(FlowBatch batch)
    {
        if (batch.External is null || !_options.GroupByHour)
        {
            return full(batch.Coarse.shape[0], Hours, ScalarType.Int64, batch.Coarse.device);
        }

        var hour = batch.External[.., _options.HourColumn].round().to(ScalarType.Int64);
        return hour.masked_fill((hour < 0) | (hour >= Hours), Hours);
    }
}
