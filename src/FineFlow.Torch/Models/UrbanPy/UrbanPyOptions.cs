using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FineFlow.Core;
using FineFlow.Core.Settings;
using FineFlow.Torch.Layers;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Models.UrbanPy;

/// <summary>
/// Hyperparameters of UrbanPy, with the authors' defaults except for scalers of 1 and no geographic maps, which are not public.
/// </summary>
internal sealed record UrbanPyOptions : NetworkOptions
{
    private const string OneOrAll = "one for each stage, or a single one for all";

    /// <summary>Channels c of the feature maps.</summary>
    [Range(1, 1024), Description("channels of the feature maps")]
    public int BaseChannels { get; init; } = 64;

    /// <summary>Residual blocks of each stage, or one number for all stages.</summary>
    [Description("residual blocks: " + OneOrAll)]
    public IReadOnlyList<int> NResidualBlocks { get; init; } = [16];

    /// <summary>Residual blocks of each stage's proposal network.</summary>
    [Range(1, 64), Description("residual blocks of each stage's proposal network")]
    public int NResPropnet { get; init; } = 1;

    /// <summary>Whether the proposal has a separate matrix for every coarse cell.</summary>
    [Description("a matrix of its own for every coarse cell in the proposal; false: one convolution for all")]
    public bool IsLocal { get; init; } = true;

    /// <summary>Channels m that the local proposal's matrices read.</summary>
    [Range(1, 64), Description("channels that the local proposal's matrices read")]
    public int Compress { get; init; } = 2;

    /// <summary>Channels G of the static geographic maps.</summary>
    [Range(0, 256), Description("channels of static geographic maps (the authors had 5); datasets carry none, so training needs 0")]
    public int GeoChannels { get; init; }

    /// <summary>Whether external factors are used.</summary>
    [Description("condition on external factors")]
    public bool UseExt { get; init; } = true;

    /// <summary>Hidden width of the external factors' layers.</summary>
    [Range(1, 4096), Description("hidden width of the external factors' layers")]
    public int ExtHidden { get; init; } = 128;

    /// <summary>Dropout in the external factors' layers.</summary>
    [Range(0, 0.99), Description("dropout in the external factors' layers")]
    public double ExtDropout { get; init; } = 0.5;

    /// <summary>Dropout before the local proposal's matrices.</summary>
    [Range(0, 0.99), Description("dropout before the local proposal's matrices")]
    public double ProposalDropout { get; init; } = 0.5;

    /// <summary>Counts in one unit of the map at each resolution, coarse to fine, or one number for all.</summary>
    [Description("counts in a unit of the maps at each resolution, coarse to fine: one for each of stages + 1, or a single one for all")]
    public IReadOnlyList<double> Scalers { get; init; } = [1];

    /// <summary>Added to the block sums in N2-normalisation.</summary>
    [Range(1e-12, 1), Description("added to the block sums in N2-normalisation")]
    public double N2Eps { get; init; } = 1e-5;

    /// <summary>Stages, which some configurations name; always the binary logarithm of the scale factor.</summary>
    [Description("stages where a configuration names them: the binary logarithm of scale_factor")]
    public int? NStages { get; init; }

    /// <summary>The first of <see cref="Scalers"/>, which some configurations name.</summary>
    [Description("the first of scalers, where a configuration names it")]
    public double? ScalerX { get; init; }

    /// <summary>The last of <see cref="Scalers"/>, which some configurations name.</summary>
    [Description("the last of scalers, where a configuration names it")]
    public double? ScalerY { get; init; }

    /// <summary>Columns of the external factors: a constant of the definition, as all properties below.</summary>
    [Description("columns of the external factors: always 7")]
    public int ExtDim { get; init; } = 7;

    /// <summary>Rows and width of the table of days.</summary>
    [Description("rows and width of the table of days: always [8, 2]")]
    public IReadOnlyList<int> EmbedDay { get; init; } = [8, 2];

    /// <summary>Rows and width of the table of hours.</summary>
    [Description("rows and width of the table of hours: always [24, 3]")]
    public IReadOnlyList<int> EmbedHour { get; init; } = [24, 3];

    /// <summary>Rows and width of the table of weather classes.</summary>
    [Description("rows and width of the table of weather classes: always [18, 3]")]
    public IReadOnlyList<int> EmbedWeather { get; init; } = [18, 3];

    /// <summary>Added to the variance in batch normalisation.</summary>
    [Description("added to the variance in batch normalisation: always 1e-5")]
    public double NormEps { get; init; } = 1e-5;

    /// <summary>Momentum of batch normalisation's running statistics.</summary>
    [Description("momentum of batch normalisation's running statistics: always 0.1")]
    public double BnMomentum { get; init; } = 0.1;

    /// <summary>Weight of the divergence in the authors' loss; that loss's own <c>alpha</c> sets it.</summary>
    [Description("weight of the divergence in the loss: always 0.01 here; loss.alpha sets it")]
    public double LossAlpha { get; init; } = new PyramidLoss().Alpha;

    /// <summary>Epsilon of the logarithms in the authors' loss; that loss's own <c>kl_eps</c> sets it.</summary>
    [Description("keeps the logarithms of the loss finite: always 1e-9 here; loss.kl_eps sets it")]
    public double KlEps { get; init; } = new PyramidLoss().KlEps;

    /// <summary>Weights of the stages in the loss.</summary>
    [Description("weights of the stages in the loss: always 1")]
    public IReadOnlyList<double> LossWeights { get; init; } = [1];

    internal int Stages => UpscalingStages.Doublings(ScaleFactor);

    /// <summary>Returns the residual blocks of a stage, counted from 0.</summary>
    internal int ResidualBlocksOf(int stage) => NResidualBlocks.Count == 1 ? NResidualBlocks[0] : NResidualBlocks[stage];

    /// <summary>Returns the scaler of a resolution: 0 is the coarse map, i + 1 the output of stage i.</summary>
    internal double ScalerOf(int resolution) => Scalers.Count == 1 ? Scalers[0] : Scalers[resolution];

    /// <inheritdoc/>
    public override bool NeedsExternals => UseExt;

    /// <inheritdoc/>
    public override bool FixedMapSize => UseExt || IsLocal;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        RequireEach("n_residual_blocks", NResidualBlocks, Stages, n => n is >= 1 and <= 256, "a number from 1 to 256");
        RequireEach("scalers", Scalers, Stages + 1, s => s is >= 1e-6 and <= 1e9, "a number from 1e-6 to 1e9");
        RequireEach("loss_weights", LossWeights, Stages, w => w == 1, "1");
        Require("n_stages", NStages ?? Stages, Stages);
        Require("scaler_x", ScalerX ?? ScalerOf(0), ScalerOf(0));
        Require("scaler_y", ScalerY ?? ScalerOf(Stages), ScalerOf(Stages));
        Require("ext_dim", ExtDim, 7);
        Require("norm_eps", NormEps, 1e-5);
        Require("bn_momentum", BnMomentum, 0.1);
        Require("loss_alpha", LossAlpha, new PyramidLoss().Alpha);
        Require("kl_eps", KlEps, new PyramidLoss().KlEps);
        RequireTable("embed_day", EmbedDay, [8, 2]);
        RequireTable("embed_hour", EmbedHour, [24, 3]);
        RequireTable("embed_weather", EmbedWeather, [18, 3]);
        if (GeoChannels > 0 && !UseExt)
        {
            throw Refusal(
                "geo_channels", Invariant($"is {GeoChannels}, but without externals (use_ext) geographic maps have no way in: expected 0"));
        }
    }

    /// <inheritdoc/>
    internal override void CheckInput(FlowInputs inputs, string model, string source)
    {
        if (GeoChannels > 0)
        {
            throw new BadInputException(
                source, $"has no geographic maps, but this urbanpy was built for geo_channels {GeoChannels}; expected 0");
        }
    }

    private static void Require<T>(string setting, T has, T expected)
        where T : struct, IEquatable<T>
    {
        if (!has.Equals(expected))
        {
            throw Refusal(setting, Invariant($"is {has}, which this UrbanPy does not have: expected {expected}"));
        }
    }

    private static void RequireTable(string setting, IReadOnlyList<int>? has, int[] expected)
    {
        if (has is null || !has.SequenceEqual(expected))
        {
            throw Refusal(setting, Invariant($"is not a table that this UrbanPy has: expected [{string.Join(", ", expected)}]"));
        }
    }

    private void RequireEach<T>(string setting, IReadOnlyList<T>? list, int count, Func<T, bool> admits, string expected)
    {
        if (list is null || (list.Count != 1 && list.Count != count) || !list.All(admits))
        {
            var entries = count == 1 ? "1 entry" : Invariant($"1 or {count} entries");
            throw Refusal(
                setting,
                Invariant($"is {SettingsBinder.Show(list)}: scale_factor {ScaleFactor} takes a list of {entries}, each {expected}"));
        }
    }
}
