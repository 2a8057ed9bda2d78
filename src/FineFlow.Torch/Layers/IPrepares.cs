namespace FineFlow.Torch.Layers;

/// <summary>A layer that makes something of its weights for every forward pass and can keep it instead, where no gradients are asked for.</summary>
internal interface IPrepares
{
    /// <summary>The weights stay as they are until the layer is put into training mode.</summary>
    void Prepare();
}
