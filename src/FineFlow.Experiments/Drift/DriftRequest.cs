using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Runtime;

namespace FineFlow.Experiments.Drift;

/// <summary>Which maps are compared with whose training.</summary>
/// <param name="Run">The run folder or model bundle.</param>
/// <param name="Inputs">Today's coarse maps.</param>
/// <param name="Source">Where they come from, for messages.</param>
internal sealed record DriftRequest(string Run, FlowInputs Inputs, string Source)
{
    /// <summary>What is known of the maps' place, slots and units.</summary>
    public DatasetManifest? Manifest { get; init; }

    /// <summary>The same slots with their fine maps; null where these are not known.</summary>
    public FlowSplit? Truth { get; init; }

    /// <summary>
    /// The dataset that the model was trained on, in place of what its bundle keeps of it; its validation split, if it is loaded, says what
    /// answers are usual.
    /// </summary>
    public FlowDataset? Training { get; init; }

    /// <summary>What the model computes on.</summary>
    public string Device { get; init; } = Devices.Cpu;
}
