using FineFlow.Core;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Inference;

/// <summary>A model that infers fine maps from coarse ones, both in raw counts, whatever computes it.</summary>
public interface IFlowModel : IDisposable
{
    /// <summary>The description that its file or bundle holds.</summary>
    ModelCard Card { get; }

    /// <summary>The hyperparameters of its network.</summary>
    NetworkOptions Options { get; }

    /// <summary>Whether it says how sure it is: its bands have a distribution.</summary>
    bool GivesDistribution { get; }

    /// <inheritdoc cref="FlowModel.CompareWithTraining"/>
    IReadOnlyList<string> CompareWithTraining(FlowInputs inputs, InputOrigin? origin, string source, bool strict);

    /// <inheritdoc cref="FlowModel.Infer"/>
    IEnumerable<FineBand> Infer(FlowInputs inputs, Tiling? tiling, string source, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="FlowModel.CreateFine"/>
    FlowMaps CreateFine(FlowMaps coarse, string source = "coarse");
}
