namespace FineFlow.Torch.Export;

/// <summary>A value of an ONNX graph: an input, a constant, or what an operator returns. Its operators add nodes to the graph.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Name">The value's name in the graph.</param>
internal sealed record OnnxValue(OnnxGraph Graph, string Name)
{
    public static OnnxValue operator +(OnnxValue left, OnnxValue right) => left.Graph.Add("Add", [left, right]);

    public static OnnxValue operator +(OnnxValue left, double right) => left + left.Graph.Constant((float)right);

    public static OnnxValue operator -(OnnxValue left, OnnxValue right) => left.Graph.Add("Sub", [left, right]);

    public static OnnxValue operator *(OnnxValue left, OnnxValue right) => left.Graph.Add("Mul", [left, right]);

    public static OnnxValue operator *(OnnxValue left, double right) => right == 1 ? left : left * left.Graph.Constant((float)right);

    public static OnnxValue operator /(OnnxValue left, OnnxValue right) => left.Graph.Add("Div", [left, right]);

    public static OnnxValue operator /(OnnxValue left, double right) => right == 1 ? left : left / left.Graph.Constant((float)right);
}
