namespace FineFlow.Torch.Networks;

/// <summary>The learning rate is multiplied before epoch First, and then before every so many epochs up to Last. Epochs count from 0.</summary>
/// <param name="First">The first epoch before which it is multiplied.</param>
/// <param name="Every">Epochs between two multiplications, at least 1.</param>
/// <param name="Factor">By what, above 0.</param>
/// <param name="Last">No multiplication after this epoch; null: without end.</param>
public sealed record LearningRateStep(int First, int Every, double Factor, int? Last = null)
{
    /// <summary>Multiplications up to and including the one before <paramref name="epoch"/>.</summary>
    public int CountAt(int epoch)
    {
        var until = Last is { } last ? Math.Min(epoch, last) : epoch;
        return until < First ? 0 : (until - First) / Every + 1;
    }
}
