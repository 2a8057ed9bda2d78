namespace FineFlow.Torch.Training.Schedules;

/// <summary>
/// The learning rate falls along half a cosine, step by step, from its initial value to nearly 0 at the last epoch's end (Loshchilov and
/// Hutter, ICLR 2017, without restarts).
/// </summary>
/// <param name="rate">The initial learning rate.</param>
/// <param name="start">The epoch in which it begins to fall.</param>
/// <param name="end">Epochs of the training.</param>
internal sealed class CosineSchedule(double rate, int start, int end) : ILearningRateSchedule
{
    /// <inheritdoc/>
    public double RateAt(int epoch, int step, int steps)
    {
        var share = Math.Clamp((epoch - start + ((double)step / steps)) / Math.Max(1, end - start), 0, 1);
        return rate * (1 + Math.Cos(Math.PI * share)) / 2;
    }
}
