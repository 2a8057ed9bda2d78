using FineFlow.Core.Datasets;
using FineFlow.Core.Histories;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Histories;

/// <summary>A network with a history whose kernel is chosen on the validation split, and kept as a buffer beside the weights.</summary>
internal abstract class KernelHistoryNetwork : HistoryNetwork
{
    private const string KernelName = "kernel";

    /// <inheritdoc cref="HistoryNetwork(string, HistoryOptions, int)"/>
    protected KernelHistoryNetwork(string name, HistoryOptions options, int members)
        : base(name, options, members)
    {
        register_buffer(KernelName, zeros(4));
        Choose(new(Hours: 0.7, OtherKind: 0.3));
    }

    /// <inheritdoc/>
    internal override HistoryKernel Kernel
    {
        get
        {
            using var copy = Buffer.detach().cpu();
            var values = copy.data<float>();
            return new(values[0], values[1], values[2], 1 / (double)values[3]);
        }
    }

    /// <inheritdoc/>
    internal override bool IsFitted(string tensor) => tensor == KernelName || base.IsFitted(tensor);

    /// <summary>Hours, other kind, strength and 1 / recency, so that all four are finite.</summary>
    private Tensor Buffer => get_buffer(KernelName)!;

    /// <inheritdoc/>
    public override void Fit(FlowSplit train, FlowSplit valid)
    {
        base.Fit(train, valid);
        Choose(KernelChoice.On(this, valid));
    }

    private void Choose(HistoryKernel kernel)
    {
        using var constant = no_grad();
        using var values = TensorData.From(
            [(float)kernel.Hours, (float)kernel.OtherKind, (float)kernel.Strength, (float)(1 / kernel.RecencyDays)], 4);
        Buffer.copy_(values);
    }
}
