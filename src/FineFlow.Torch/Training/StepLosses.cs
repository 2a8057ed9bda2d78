using System.Diagnostics;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training;

/// <summary>
/// The losses of the steps since the last reading. To read a number of a GPU waits until all that was started before it is computed, so
/// losses may stay there and be read many at once.
/// </summary>
/// <param name="keepsOn">The device on which losses stay until <see cref="Read"/>; null: each is read at once.</param>
internal sealed class StepLosses(Device? keepsOn) : IDisposable
{
    private const int Most = 256;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Stopwatch _sinceReading = Stopwatch.StartNew();
    private readonly List<ReadLoss> _steps = [];
    private readonly Tensor? _sums =
        keepsOn is null ? null : zeros(Most, ScalarType.Float64, keepsOn).DetachFromDisposeScope();

    /// <summary>Whether there are steps to read, and it is time to: always where each is read at once.</summary>
    public bool IsDue => _steps.Count > 0 && (_sums is null || _steps.Count == Most || _sinceReading.Elapsed > Interval);

    /// <summary>Takes the loss of a micro-batch of the step that is under way.</summary>
    /// <param name="loss">The loss, a scalar.</param>
    /// <returns>Its value; 0 where it stays on the device.</returns>
    public double Take(Tensor loss)
    {
        if (_sums is null)
        {
            return loss.cpu().item<float>(); // where it is read is seen on the CPU too: OperatorCount.Waits
        }

        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        _sums.select(0, _steps.Count).add_(loss);
        return 0;
    }

    /// <summary>Ends a step.</summary>
    /// <param name="step">The step in the epoch, counted from 0.</param>
    /// <param name="samples">Its samples.</param>
    /// <param name="loss">The sum of what <see cref="Take"/> returned for its micro-batches.</param>
    public void End(int step, int[] samples, double loss) => _steps.Add(new(step, samples, loss));

    /// <summary>Returns the losses of the steps that ended since the last reading, in their order.</summary>
    public IReadOnlyList<ReadLoss> Read()
    {
        using var scope = NewDisposeScope();
        var values = _sums?.cpu().data<double>().ToArray();
        ReadLoss[] read = [.. _steps.Select((step, index) => step with { Loss = step.Loss + (values?[index] ?? 0) })];
        _sums?.zero_();
        _steps.Clear();
        _sinceReading.Restart();
        return read;
    }

    /// <inheritdoc/>
    public void Dispose() => _sums?.Dispose();
}

/// <summary>The loss of a step.</summary>
/// <param name="Step">The step in the epoch, counted from 0.</param>
/// <param name="Samples">Its samples.</param>
/// <param name="Loss">Their mean loss before the step.</param>
internal sealed record ReadLoss(int Step, int[] Samples, double Loss);
