namespace FineFlow.Torch.Export;

/// <summary>Single operators, under the names that they have in libtorch. A Reshape's 0 keeps a size, its -1 takes what is left.</summary>
internal static class OnnxMath
{
    public static OnnxValue Relu(this OnnxValue x) => x.Graph.Add("Relu", [x]);

    public static OnnxValue Sigmoid(this OnnxValue x) => x.Graph.Add("Sigmoid", [x]);

    public static OnnxValue Tanh(this OnnxValue x) => x.Graph.Add("Tanh", [x]);

    public static OnnxValue Exp(this OnnxValue x) => x.Graph.Add("Exp", [x]);

    public static OnnxValue Log(this OnnxValue x) => x.Graph.Add("Log", [x]);

    public static OnnxValue Sqrt(this OnnxValue x) => x.Graph.Add("Sqrt", [x]);

    public static OnnxValue Abs(this OnnxValue x) => x.Graph.Add("Abs", [x]);

    public static OnnxValue Sin(this OnnxValue x) => x.Graph.Add("Sin", [x]);

    public static OnnxValue Cos(this OnnxValue x) => x.Graph.Add("Cos", [x]);

    /// <summary>ln(1 + x).</summary>
    public static OnnxValue Log1p(this OnnxValue x) => (x + 1).Log();

    public static OnnxValue IsEqual(this OnnxValue left, OnnxValue right) => left.Graph.Add("Equal", [left, right]);

    public static OnnxValue IsAbove(this OnnxValue left, OnnxValue right) => left.Graph.Add("Greater", [left, right]);

    public static OnnxValue IsBelow(this OnnxValue left, OnnxValue right) => left.Graph.Add("Less", [left, right]);

    public static OnnxValue And(this OnnxValue left, OnnxValue right) => left.Graph.Add("And", [left, right]);

    public static OnnxValue Or(this OnnxValue left, OnnxValue right) => left.Graph.Add("Or", [left, right]);

    public static OnnxValue Not(this OnnxValue x) => x.Graph.Add("Not", [x]);

    public static OnnxValue Elu(this OnnxValue x) => x.Graph.Add("Elu", [x], ("alpha", 1f));

    public static OnnxValue Silu(this OnnxValue x) => x * x.Sigmoid();

    /// <summary>x Phi(x), with the error function, as libtorch computes it unless told otherwise.</summary>
    public static OnnxValue Gelu(this OnnxValue x) => x * 0.5 * (x.Graph.Add("Erf", [x / Math.Sqrt(2)]) + 1);

    public static OnnxValue Softmax(this OnnxValue x, int axis) => x.Graph.Add("Softmax", [x], ("axis", axis));

    public static OnnxValue LogSoftmax(this OnnxValue x, int axis) => x.Graph.Add("LogSoftmax", [x], ("axis", axis));

    public static OnnxValue MatMul(this OnnxValue left, OnnxValue right) => left.Graph.Add("MatMul", [left, right]);

    public static OnnxValue AtLeast(this OnnxValue x, double least) => x.Graph.Add("Max", [x, x.Graph.Constant((float)least)]);

    public static OnnxValue AtLeast(this OnnxValue x, OnnxValue least) => x.Graph.Add("Max", [x, least]);

    public static OnnxValue AtMost(this OnnxValue x, double most) => x.Graph.Add("Min", [x, x.Graph.Constant((float)most)]);

    public static OnnxValue To(this OnnxValue x, OnnxType type) => x.Graph.Add("Cast", [x], ("to", (long)type));

    public static OnnxValue Where(this OnnxValue condition, OnnxValue yes, OnnxValue no) =>
        condition.Graph.Add("Where", [condition, yes, no]);

    public static OnnxValue Reshape(this OnnxValue x, params long[] shape) => x.Reshape(x.Graph.Integers(shape));

    public static OnnxValue Reshape(this OnnxValue x, OnnxValue shape) => x.Graph.Add("Reshape", [x, shape]);

    public static OnnxValue Permute(this OnnxValue x, params long[] axes) => x.Graph.Add("Transpose", [x], ("perm", axes));

    public static OnnxValue Unsqueeze(this OnnxValue x, params long[] axes) =>
        x.Graph.Add("Unsqueeze", [x, x.Graph.Integers(axes)]);

    public static OnnxValue Squeeze(this OnnxValue x, params long[] axes) => x.Graph.Add("Squeeze", [x, x.Graph.Integers(axes)]);

    public static OnnxValue Expand(this OnnxValue x, OnnxValue shape) => x.Graph.Add("Expand", [x, shape]);

    /// <summary>Means over axes, which stay with size 1.</summary>
    public static OnnxValue Mean(this OnnxValue x, params long[] axes) =>
        x.Graph.Add("ReduceMean", [x], ("axes", axes), ("keepdims", 1));

    /// <summary>Maxima over axes, which stay with size 1.</summary>
    public static OnnxValue Max(this OnnxValue x, params long[] axes) =>
        x.Graph.Add("ReduceMax", [x], ("axes", axes), ("keepdims", 1));

    /// <summary>Minima over axes, which stay with size 1.</summary>
    public static OnnxValue Min(this OnnxValue x, params long[] axes) =>
        x.Graph.Add("ReduceMin", [x], ("axes", axes), ("keepdims", 1));

    /// <summary>Sums over axes, which stay with size 1.</summary>
    public static OnnxValue Sum(this OnnxValue x, params long[] axes) =>
        x.Graph.Add("ReduceSum", [x, x.Graph.Integers(axes)], ("keepdims", 1));

    /// <summary>Euclidean norms over axes, which stay with size 1.</summary>
    public static OnnxValue Norm(this OnnxValue x, params long[] axes) =>
        x.Graph.Add("ReduceL2", [x], ("axes", axes), ("keepdims", 1));

    /// <summary>A part of an axis.</summary>
    public static OnnxValue Narrow(this OnnxValue x, long axis, long start, long length)
    {
        var graph = x.Graph;
        return graph.Add(
            "Slice", [x, graph.Integers(start), graph.Integers(start + length), graph.Integers(axis)]);
    }

    /// <summary>One index of an axis, which disappears.</summary>
    public static OnnxValue Select(this OnnxValue x, long axis, long index) =>
        x.Graph.Add("Gather", [x, x.Graph.Integer(index)], ("axis", axis));

    /// <summary>Equal parts of an axis.</summary>
    public static OnnxValue[] Chunk(this OnnxValue x, int parts, long axis) => x.Graph.Add("Split", parts, [x], ("axis", axis));

    /// <summary>Joins values along an axis.</summary>
    public static OnnxValue Concat(long axis, params OnnxValue[] parts) =>
        parts.Length == 1 ? parts[0] : parts[0].Graph.Add("Concat", parts, ("axis", axis));

    /// <summary>The sizes of axes from <paramref name="first"/> on, before <paramref name="end"/>; a list of integers.</summary>
    public static OnnxValue Sizes(this OnnxValue x, long first = 0, long? end = null) => end is { } last
        ? x.Graph.Add("Shape", [x], ("start", first), ("end", last))
        : x.Graph.Add("Shape", [x], ("start", first));

    /// <summary>
    /// Rows of a table [rows, ...] by their numbers, which are cut off after the point. A negative number would count from the end; here it
    /// is out of range, as any other that is too large, and stops the run.
    /// </summary>
    public static OnnxValue Lookup(this OnnxValue table, OnnxValue numbers, long rows)
    {
        var graph = table.Graph;
        var index = numbers.To(OnnxType.Int64);
        var checkedIndex = index.IsBelow(graph.Integer(0)).Where(graph.Integer(rows), index);
        return graph.Add("Gather", [table, checkedIndex], ("axis", 0));
    }
}
