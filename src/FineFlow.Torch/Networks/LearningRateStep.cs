namespace FineFlow.Torch.Networks;

/// <summary>Multiplies the learning rate before epoch First, and then every so many epochs up to Last. Epochs count from 0.</summary>
/// <param name="First">The epoch before which the rate is first multiplied.</param>
/// <param name="Every">Epochs between two multiplications, at least 1.</param>
/// <param name="Factor">The factor, above 0.</param>
/// <param name="Last">No multiplication after this epoch; null for no limit.</param>
public sealed record LearningRateStep(int First, int Every, double Factor, int? Last = null)
{
    /// <summary>Returns the number of multiplications up to and including the one before <paramref name="epoch"/>.</summary>
    public int CountAt(int epoch)
    {
        var until = Last is { } last ? Math.Min(epoch, last) : epoch;
        return until < First ? 0 : (until - First) / Every + 1;
    }
}
