using FineFlow.Core;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training.Optimizers;
using FineFlow.Torch.Training.Runs;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training.State;

/// <summary>
/// All that a training changes: the network, the optimizer's state, what callbacks keep, and the position. It is saved as one file, so that
/// a kill at any moment leaves one consistent state.
/// </summary>
internal sealed class TrainingState : IDisposable
{
    private readonly List<NamedTensors> _kept = [];

    /// <param name="create">Makes the network, and others of the same options where the training needs them.</param>
    /// <param name="recipe">The recipe.</param>
    /// <param name="precision">The numbers that steps are computed in.</param>
    /// <param name="learns">Whether there is anything to learn from.</param>
    public TrainingState(
        Func<FlowNetwork> create, Recipe recipe, ComputePrecision precision = ComputePrecision.Fp32, bool learns = true)
    {
        Network = create();
        Validated = Network;
        Optimizer = learns ? TrainingOptimizers.Create(Network, recipe) : null;
        Replica = precision == ComputePrecision.Bf16 ? new Bf16Replica(Network, create(), Optimizer?.Weights) : null;
    }

    /// <summary>Returns the state of a run at its beginning.</summary>
    /// <exception cref="BadInputException">This machine does not have the run's device.</exception>
    public static TrainingState Create(RunManifest run) =>
        new(run.CreateNetworkOnDevice, run.Recipe, run.Precision, run.LeftOut?.IsEverything != true);

    /// <summary>The network, its weights in 32-bit floats.</summary>
    public FlowNetwork Network { get; }

    /// <summary>The replica that computes the steps, if they are in bfloat16.</summary>
    public Bf16Replica? Replica { get; }

    /// <summary>The network that computes the steps.</summary>
    public FlowNetwork Computing => Replica?.Network ?? Network;

    /// <summary>The network that is validated and kept: a callback may put an average of the weights in the network's place.</summary>
    public FlowNetwork Validated { get; set; }

    /// <summary>The optimizer of the network's parameters; null for a model that gradients do not train, and without fine counts.</summary>
    public TrainingOptimizer? Optimizer { get; }

    /// <summary>Position of the training.</summary>
    public TrainingPosition Position { get; set; } = new();

    /// <summary>All tensors of the state.</summary>
    private List<NamedTensors> Parts => [new("model.", Network.state_dict()), .. _kept, .. Optimizer?.Parts ?? []];

    /// <summary>Adds tensors of a callback, which owns them, to what is saved and loaded.</summary>
    public void Keep(NamedTensors tensors) => _kept.Add(tensors);

    /// <summary>
    /// Returns whether weights and moments are finite. A loss may be finite while its gradient, or that one's square, is not.
    /// </summary>
    public bool IsFinite()
    {
        using var scope = NewDisposeScope();
        return Network.parameters().All(weights => weights.isfinite().all().item<bool>()) && Optimizer?.IsFinite() != false;
    }

    /// <summary>Writes the state, whole or not at all.</summary>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public void Save(string path)
    {
        using var scope = NewDisposeScope();
        StateFile.Write(path, Position, Parts);
    }

    /// <summary>Returns the SHA-256 of all tensors and of the epochs and steps that are done.</summary>
    public byte[] Checksum()
    {
        using var scope = NewDisposeScope();
        return StateFile.Checksum(Invariant($"{Position.Epoch} {Position.Step}"), Parts);
    }

    /// <summary>Takes up a saved state.</summary>
    /// <exception cref="BadInputException">The file is damaged or of another network; this state is then of no use.</exception>
    public void Load(string path)
    {
        using var scope = NewDisposeScope();
        var parts = Parts;
        Position = StateFile.Read(path, parts);
        Optimizer?.Restore(parts);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Optimizer?.Dispose();
        Replica?.Dispose();
        Network.Dispose();
    }
}
