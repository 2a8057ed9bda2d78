namespace FineFlow.Torch.Layers;

/// <summary>Convolutions of stride 1 that keep the map's size by zero padding.</summary>
internal static class Same
{
    public static SameConvolution Conv(int inputs, int outputs, int kernel, bool bias = true, int groups = 1) =>
        new(inputs, outputs, kernel, bias, groups);
}
