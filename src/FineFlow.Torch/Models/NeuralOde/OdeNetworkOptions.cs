using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FineFlow.Core;
using FineFlow.Core.Settings;
using FineFlow.Torch.Layers;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Models.NeuralOde;

/// <summary>
/// Hyperparameters of both FODE and UrbanODE, under the names of published configurations. Only the sizes, the channels, the use of
/// external factors and the scalers are free. The others are constants of the definition.
/// </summary>
internal abstract record OdeNetworkOptions : NetworkOptions
{
    private const int MostGroups = 32;
    private const string Constant = "a constant of the definition: ";

    /// <summary>Channels c of the feature maps.</summary>
    [Range(16, 1024), Description("channels c of the feature maps: 16 to 32, or a multiple of 32")]
    public int BaseChannels { get; init; } = 128;

    /// <summary>Whether external factors are used.</summary>
    [Description("use external factors")]
    public bool UseExt { get; init; } = true;

    /// <summary>Divisor of raw coarse counts.</summary>
    [Range(1e-6, 1e9), Description("raw coarse counts are divided by this before the network")]
    public double ScalerX { get; init; } = 1;

    /// <summary>Factor from the output to raw counts.</summary>
    [Range(1e-6, 1e9), Description("the network's output times this is raw counts")]
    public double ScalerY { get; init; } = 1;

    /// <summary>A number of residual blocks in published configurations; without effect, since there are none.</summary>
    [Range(0, 1024), Description("named by published configurations; there are no residual blocks, and no value changes anything")]
    public int NResidualBlocks { get; init; } = 16;

    /// <summary>Columns of the external factors.</summary>
    [Constant, Description(Constant + "columns of the external factors")]
    public int ExtDim { get; init; } = TaxiBjColumns.Count;

    /// <summary>Rows and width of the table of the day.</summary>
    [Constant, Description(Constant + "rows and width of the table of the day of week")]
    public IReadOnlyList<int> EmbedDay { get; init; } = [8, 2];

    /// <summary>Rows and width of the table of the hour.</summary>
    [Constant, Description(Constant + "rows and width of the table of the hour")]
    public IReadOnlyList<int> EmbedHour { get; init; } = [24, 3];

    /// <summary>Rows and width of the table of the weather class.</summary>
    [Constant, Description(Constant + "rows and width of the table of the weather class")]
    public IReadOnlyList<int> EmbedWeather { get; init; } = [18, 3];

    /// <summary>Width of the hidden layer between externals and their map.</summary>
    [Range(1, 65536), Description("width of the hidden layer between the externals and their map")]
    public int ExtHidden { get; init; } = 64;

    /// <summary>Dropout in that hidden layer.</summary>
    [Range(0, 0.999), Description("dropout in that hidden layer")]
    public double ExtDropout { get; init; } = 0.5;

    /// <summary>Ratio of the channels to those of the channel gate's hidden layer.</summary>
    [Constant, Description(Constant + "by how much the channel gate's hidden layer is narrower")]
    public int SeReduction { get; init; } = 16;

    /// <summary>Groups of GroupNorm: min(32, c).</summary>
    [Description("groups of GroupNorm where a published configuration names them: min(32, c)")]
    public int? GroupNormGroups { get; init; }

    /// <summary>Epsilon of all normalisations but N2.</summary>
    [Constant, Description(Constant + "epsilon of all normalisations but N2")]
    public double NormEps { get; init; } = 1e-5;

    /// <summary>Width of the coarse external ODE: the map's columns.</summary>
    [Description("width of the coarse external ODE where a published configuration names it: the coarse map's columns")]
    public int? ExtOdeLrWidth { get; init; }

    /// <summary>Width of the fine external ODE: the map's fine columns.</summary>
    [Description("width of the fine external ODE where a published configuration names it: the fine map's columns")]
    public int? ExtOdeHrWidth { get; init; }

    /// <summary>The solver that the authors request.</summary>
    [Constant, Description(Constant + "the solver that the authors ask for")]
    public string OdeMethod { get; init; } = "fixed_adams";

    /// <summary>The solver that this has the effect of.</summary>
    [Constant, Description(Constant + "the solver that this amounts to, Runge-Kutta of the 3/8 rule")]
    public string OdeEffectiveMethod { get; init; } = "rk4_3_8";

    /// <summary>Relative tolerance, which the solver ignores.</summary>
    [Constant, Description(Constant + "relative tolerance, which the solver never looks at")]
    public double OdeRtol { get; init; } = 1e-3;

    /// <summary>Absolute tolerance, which the solver ignores.</summary>
    [Constant, Description(Constant + "absolute tolerance, which the solver never looks at")]
    public double OdeAtol { get; init; } = 1e-3;

    /// <summary>Time at which the state is the block's input.</summary>
    [Constant, Description(Constant + "time at which the state is the block's input")]
    public double OdeT0 { get; init; }

    /// <summary>Time at which the state is the block's output.</summary>
    [Constant, Description(Constant + "time at which the state is the block's output")]
    public double OdeT1 { get; init; } = 1;

    /// <summary>Steps of the solver.</summary>
    [Constant, Description(Constant + "steps of the solver")]
    public int OdeNumSteps { get; init; } = 1;

    /// <summary>Length of a step.</summary>
    [Constant, Description(Constant + "length of a step")]
    public double OdeStepSize { get; init; } = 1;

    /// <summary>Evaluations of the derivative in a block.</summary>
    [Constant, Description(Constant + "evaluations of the derivative in a block")]
    public int OdeNfePerBlock { get; init; } = 4;

    /// <summary>Whether the derivative depends on time.</summary>
    [Constant, Description(Constant + "whether the derivative depends on time")]
    public bool OdeTimeDependent { get; init; }

    /// <summary>How gradients pass through the solver.</summary>
    [Constant, Description(Constant + "how the solver is differentiated: as it is computed, without an adjoint")]
    public string OdeGradient { get; init; } = "direct_backprop";

    /// <summary>Stages of the upsampling, each by 2: k = log2 N.</summary>
    internal int Stages => UpscalingStages.Doublings(ScaleFactor);

    /// <summary>Groups of the ODE blocks' GroupNorm.</summary>
    internal int Groups => Math.Min(MostGroups, BaseChannels);

    /// <inheritdoc/>
    public override bool NeedsExternals => UseExt;

    /// <inheritdoc/>
    public override bool FixedMapSize => true;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        _ = Stages;
        if (BaseChannels % Groups != 0)
        {
            throw Refusal(
                "base_channels", Invariant($"{BaseChannels} is neither 16 to {MostGroups} nor a multiple of {MostGroups} (its groups)"));
        }

        RequireDerived("group_norm_groups", GroupNormGroups, Groups);
        RequireDerived("ext_ode_lr_width", ExtOdeLrWidth, Width);
        RequireDerived("ext_ode_hr_width", ExtOdeHrWidth, ScaleFactor * Width);
    }

    private static void RequireDerived(string setting, int? value, int derived)
    {
        if (value is { } named && named != derived)
        {
            throw Refusal(setting, Invariant($"is {named}, but follows from the sizes: expected {derived}"));
        }
    }
}
