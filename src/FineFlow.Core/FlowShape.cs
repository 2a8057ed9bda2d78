namespace FineFlow.Core;

/// <summary>The shape of a stack of flow maps: [samples, channels, rows, columns].</summary>
/// <param name="Samples">Number of time slots.</param>
/// <param name="Channels">Number of flow channels.</param>
/// <param name="Rows">Rows of one map.</param>
/// <param name="Columns">Columns of one map.</param>
public readonly record struct FlowShape(int Samples, int Channels, int Rows, int Columns)
{
    /// <summary>Values of all samples.</summary>
    /// <exception cref="OverflowException">They are more than an array holds.</exception>
    public int Length => checked(Samples * Channels * Rows * Columns);

    /// <summary>Values of one sample: channels x rows x columns.</summary>
    public int SampleLength => Channels * Rows * Columns;

    /// <summary>Returns the shape of the fine maps that refine maps of this shape.</summary>
    /// <param name="factor">Upscaling factor N.</param>
    public FlowShape Refined(int factor) => this with { Rows = checked(Rows * factor), Columns = checked(Columns * factor) };

    /// <summary>Returns the shape of the coarse maps whose cells are the sums of N x N cells of maps of this shape.</summary>
    /// <param name="factor">Upscaling factor N.</param>
    /// <exception cref="ArgumentException">Rows or columns are not multiples of the factor.</exception>
    public FlowShape Coarsened(int factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        return Rows % factor == 0 && Columns % factor == 0
            ? this with { Rows = Rows / factor, Columns = Columns / factor }
            : throw new ArgumentException(Invariant($"maps {this} cannot be cut into blocks of {factor} x {factor}"), nameof(factor));
    }

    /// <summary>Returns the sizes as text, for messages.</summary>
    public override string ToString() => Invariant($"[{Samples}, {Channels}, {Rows}, {Columns}]");
}
