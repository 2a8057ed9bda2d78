using V = System.Runtime.Intrinsics.Vector512<float>;

namespace FineFlow.Torch.Ops.Kernels;

/// <summary>
/// Memory layout of a convolution's 36 matrices [inputs, outputs]: panels of 64 or 32 outputs, each with the 36 matrices in sequence.
/// </summary>
internal readonly struct WinogradPanels(int inputs, int outputs)
{
    /// <summary>Inputs and outputs are multiples of this.</summary>
    public const int Multiple = PanelProduct.Narrow;

    public int Inputs => inputs;

    public int Outputs => outputs;

    /// <summary>Floats of all panels.</summary>
    public int Length => Start(outputs);

    /// <summary>Returns whether a convolution of these sizes is supported.</summary>
    public static bool Admit(long inputs, long outputs) => inputs % Multiple == 0 && outputs % Multiple == 0;

    /// <summary>Returns the panels in a memory: of 64 outputs, and one of 32 at the end for a remainder.</summary>
    public unsafe Panel[] In(float* memory)
    {
        var panels = new Panel[(outputs + PanelProduct.Wide - 1) / PanelProduct.Wide];
        for (var i = 0; i < panels.Length; i++)
        {
            var first = i * PanelProduct.Wide;
            var columns = Math.Min(PanelProduct.Wide, outputs - first);
            panels[i] = new Panel(memory + Start(first), first, columns, Stride(columns));
        }

        return panels;
    }

    /// <summary>
    /// Floats from one matrix to the next. The extra line staggers matrices, which would otherwise compete for places in the cache.
    /// </summary>
    private int Stride(int columns) => inputs * columns + V.Count;

    private int Start(int output)
    {
        var (whole, rest) = (output / PanelProduct.Wide, output % PanelProduct.Wide);
        return WinogradTransforms.Products * (whole * Stride(PanelProduct.Wide) + (rest > 0 ? Stride(rest) : 0));
    }

    /// <summary>The matrices of some outputs.</summary>
    /// <param name="start">The first one.</param>
    /// <param name="first">The first output.</param>
    /// <param name="columns">Outputs.</param>
    /// <param name="stride">Floats from matrix to matrix.</param>
    internal readonly unsafe struct Panel(float* start, int first, int columns, int stride)
    {
        public int First => first;

        public int Columns => columns;

        public int Stride => stride;

        /// <summary>Returns the address of one of the 36 matrices [inputs, columns], dense.</summary>
        public float* Matrix(int product) => start + (nint)product * stride;
    }
}
