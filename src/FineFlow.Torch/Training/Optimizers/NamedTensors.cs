using static TorchSharp.torch;

namespace FineFlow.Torch.Training.Optimizers;

/// <summary>Tensors of a training state that belong together.</summary>
/// <param name="Prefix">Prefix of their names in the state file.</param>
/// <param name="Tensors">The tensors by the names of the parameters or buffers that they belong to.</param>
internal sealed record NamedTensors(string Prefix, IReadOnlyDictionary<string, Tensor> Tensors);
