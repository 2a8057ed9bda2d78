using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Settings;

namespace FineFlow.Torch.Networks;

/// <summary>Hyperparameters that every network has, with the defaults for TaxiBJ.</summary>
public abstract record NetworkOptions
{
    /// <summary>Rows of the coarse map.</summary>
    [Range(1, 4096), Description("rows of the coarse map")]
    public int Height { get; init; } = 32;

    /// <summary>Columns of the coarse map.</summary>
    [Range(1, 4096), Description("columns of the coarse map")]
    public int Width { get; init; } = 32;

    /// <summary>Upscaling factor N: a coarse cell holds N x N fine cells.</summary>
    [Range(2, 64), Description("upscaling factor N: a coarse cell holds N x N fine cells")]
    public int ScaleFactor { get; init; } = 4;

    /// <summary>Flow channels of input and output.</summary>
    [Range(1, 16), Description("flow channels of input and output")]
    public int InChannels { get; init; } = 1;

    /// <summary>Flow channels of the output, which some published configurations name; always those of the input.</summary>
    [Description("flow channels of the output where a published configuration names them: equal to in_channels")]
    public int? OutChannels { get; init; }

    /// <summary>Whether a network with these settings needs external factors.</summary>
    public virtual bool NeedsExternals => false;

    /// <summary>Whether its weights fit only maps of <see cref="Height"/> times <see cref="Width"/> cells.</summary>
    public virtual bool FixedMapSize => false;

    /// <summary>Validates combinations of settings that ranges cannot express.</summary>
    /// <exception cref="BadInputException">The message names the setting and what is expected.</exception>
    public virtual void Validate()
    {
        SettingsBinder.Validate(this);
        if (OutChannels is { } outputs && outputs != InChannels)
        {
            throw Refusal(
                "out_channels", Invariant($"is {outputs}, but flow channels are conserved: expected {InChannels} as in in_channels"));
        }
    }

    /// <summary>
    /// Returns settings that follow from the training data, in place of the defaults, where the caller does not set them.
    /// </summary>
    public virtual IEnumerable<KeyValuePair<string, JsonNode?>> DefaultsFor(FlowDataset data) => [];

    /// <summary>Validates the values of inputs, as far as settings bound them, beside <see cref="FlowNetwork.Requirements"/>.</summary>
    /// <param name="inputs">The inputs, which meet the requirements.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <param name="source">Where they come from, for the message.</param>
    /// <exception cref="BadInputException">A value is one that this network has no weights for.</exception>
    internal virtual void CheckInput(FlowInputs inputs, string model, string source)
    {
    }

    /// <summary>Creates the error for an invalid setting.</summary>
    protected static BadInputException Refusal(string setting, string expectation) => new(Invariant($"setting '{setting}'"), expectation);
}
