using TorchSharp.Modules;

namespace FineFlow.Torch.Training.Processes;

/// <summary>
/// The processes that train one network together: each takes its share of every batch, and all take the same step. Every member is called
/// by all processes in the same order.
/// </summary>
internal interface IProcessGroup
{
    /// <summary>This process's number, counted from 0. Rank 0 alone writes.</summary>
    int Rank { get; }

    /// <summary>Number of processes.</summary>
    int WorldSize { get; }

    /// <summary>Replaces the gradients by their mean over the processes; a parameter without a gradient counts as zero.</summary>
    void AverageGradients(IEnumerable<Parameter> parameters);

    /// <summary>The mean of a number over the processes.</summary>
    double Average(double value);

    /// <summary>Waits until every process is here.</summary>
    void Barrier();
}
