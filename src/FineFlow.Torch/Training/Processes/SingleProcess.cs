using TorchSharp.Modules;

namespace FineFlow.Torch.Training.Processes;

/// <summary>A training by one process.</summary>
internal sealed class SingleProcess : IProcessGroup
{
    /// <inheritdoc/>
    public int Rank => 0;

    /// <inheritdoc/>
    public int WorldSize => 1;

    /// <inheritdoc/>
    public void AverageGradients(IEnumerable<Parameter> parameters)
    {
    }

    /// <inheritdoc/>
    public double Average(double value) => value;

    /// <inheritdoc/>
    public void Barrier()
    {
    }
}
