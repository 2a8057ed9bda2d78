using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Settings;
using FineFlow.Torch.Export;
using FineFlow.Torch.Runtime;

namespace FineFlow.Torch.Networks;

/// <summary>A row of the model catalog: name, origin, defaults and construction of a model.</summary>
public sealed record ModelEntry
{
    private readonly Func<NetworkOptions, FlowNetwork> _create;

    private ModelEntry(NetworkOptions defaults, ModelFacts facts, Func<NetworkOptions, FlowNetwork> create) =>
        (Defaults, Facts, _create) = (defaults, facts, create);

    /// <summary>
    /// Writes <see cref="FlowNetwork.Refine"/> as an ONNX graph, with FineFlow's recovery in place of one with an epsilon: coarse maps in
    /// units of <see cref="FlowNetwork.InputScale"/> to fine maps in units of <see cref="FlowNetwork.OutputScale"/>. Null: cannot be said
    /// in ONNX.
    /// </summary>
    internal Func<FlowNetwork, OnnxInputs, OnnxValue>? Onnx { get; init; }

    /// <summary>The model's name in settings and on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>A short description.</summary>
    public required string Title { get; init; }

    /// <summary>Where it comes from, in a few words.</summary>
    public required string Origin { get; init; }

    /// <summary>The papers to cite for it; empty for FineFlow's own models.</summary>
    internal IReadOnlyList<Publication> Publications { get; private init; } = [];

    /// <summary>How large it is and how exactly it adds up.</summary>
    internal ModelFacts Facts { get; }

    /// <summary>The loss that its authors train it with.</summary>
    public required string Loss { get; init; }

    /// <summary>The authors' recipe; PLGF's common protocol where they do not publish one.</summary>
    public required Recipe Reference { get; init; }

    /// <summary>
    /// Training cells (maps x coarse cells x channels) of all epochs together, at most: on more data <see cref="Reference"/> has fewer
    /// epochs. Null: no limit.
    /// </summary>
    internal long? ReferenceCells { get; init; }

    /// <summary>Settings that belong to <see cref="Reference"/>, for instance the authors' scalers.</summary>
    public required IReadOnlyDictionary<string, JsonNode?> ReferenceSettings { get; init; }

    /// <summary>
    /// Whether training steps can be computed with weights in bfloat16. The network then converts its inputs to the type of its weights and
    /// recovers the maps in 32-bit floats, so that they add up equally well.
    /// </summary>
    public bool SupportsBf16 { get; init; }

    /// <summary>What its output holds, as some losses need it.</summary>
    public OutputKind Gives { get; init; }

    /// <summary>Whether it reproduces published code, as golden cases prove; false for FineFlow's own models.</summary>
    public bool IsPublished { get; init; } = true;

    /// <summary>The loss in the place of <see cref="Loss"/> for counts that are no whole numbers; null: the same.</summary>
    public string? RealValuedLoss { get; init; }

    /// <summary>The recipe that trains it unless the user names one.</summary>
    public string DefaultRecipe { get; init; } = Recipe.Common.Name;

    /// <summary>The hyperparameters for TaxiBJ.</summary>
    public NetworkOptions Defaults { get; }

    /// <summary>Creates a row for a network and its options record.</summary>
    internal static ModelEntry Define<TOptions>(
        string name,
        Func<TOptions, FlowNetwork> create,
        string title,
        IReadOnlyList<Publication> publications,
        string loss,
        ModelFacts facts,
        Recipe? reference = null,
        Dictionary<string, JsonNode?>? referenceSettings = null,
        bool supportsBf16 = false,
        OutputKind gives = OutputKind.Maps,
        Func<TOptions, OnnxInputs, OnnxValue>? onnx = null)
        where TOptions : NetworkOptions, new() =>
        new(new TOptions(), facts, options => create((TOptions)options))
        {
            Name = name,
            Title = title,
            Origin = string.Join("; ", publications),
            Publications = publications,
            Loss = loss,
            Reference = (reference ?? Recipe.Common) with { Name = Recipe.ReferenceName },
            ReferenceSettings = referenceSettings ?? [],
            SupportsBf16 = supportsBf16,
            Gives = gives,
            Onnx = onnx is null ? null : (network, inputs) => onnx((TOptions)network.Options, inputs),
        };

    /// <summary>Returns the reference recipe with as many epochs as the data's size admits.</summary>
    internal Recipe ReferenceFor(FlowDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (ReferenceCells is not { } most)
        {
            return Reference;
        }

        const int fewest = 3;
        var epochs = (int)Math.Clamp(most / data[SplitNames.Train].Coarse.Values.LongLength, fewest, Reference.Epochs);
        return Reference with { Epochs = epochs };
    }

    /// <summary>Returns options with some settings changed from the TaxiBJ defaults.</summary>
    /// <exception cref="BadInputException">A setting is unknown, of the wrong type, or out of range.</exception>
    public NetworkOptions Configure(IEnumerable<KeyValuePair<string, JsonNode?>> settings)
    {
        var options = SettingsBinder.Bind(Defaults, settings, Name);
        options.Validate();
        return options;
    }

    /// <summary>Returns whether the model has a setting of this name.</summary>
    public bool Has(string setting) => SettingsBinder.ToJson(Defaults).ContainsKey(setting);

    /// <summary>
    /// Creates the network with fresh weights from libtorch's current random state. Several threads may call this at the same time.
    /// </summary>
    /// <param name="options">Hyperparameters.</param>
    /// <param name="mode">How the network's output becomes a map that adds up.</param>
    /// <exception cref="BadInputException">The options are inconsistent, or the network does not support the mode.</exception>
    public FlowNetwork Create(NetworkOptions options, ConservationMode mode = ConservationMode.AsPublished)
    {
        var network = Build(options);
        try
        {
            network.Use(mode);
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private FlowNetwork Build(NetworkOptions options)
    {
        try
        {
            return FreshWeights.Draw(() => _create(options));
        }
        catch (ExternalException failure)
        {
            throw new BadInputException(
                $"model '{Name}'", $"cannot be built with these settings: {failure.Message.Split('\n')[0]}", failure);
        }
    }
}
