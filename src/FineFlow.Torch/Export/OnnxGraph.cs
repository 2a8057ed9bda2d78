namespace FineFlow.Torch.Export;

/// <summary>
/// Builds the graph of an ONNX model, node by node, in operators of the default set at version <see cref="OperatorSet"/>. Weights come from
/// the network's state dict under their official names; of these the file holds those that the graph uses.
/// </summary>
/// <param name="weights">The network's parameters and buffers.</param>
internal sealed class OnnxGraph(IReadOnlyDictionary<string, OnnxTensor> weights)
{
    /// <summary>Version of the operator set: that of ONNX 1.12, which ONNX Runtime reads since its version 1.12.</summary>
    public const int OperatorSet = 17;

    // GraphProto, NodeProto, TensorProto, ValueInfoProto, TypeProto and TensorShapeProto of onnx.proto.
    private const int NodeField = 1, GraphNameField = 2, InitializerField = 5, InputField = 11, OutputField = 12;

    private readonly List<Action<ProtobufWriter>> _nodes = [];
    private readonly List<Action<ProtobufWriter>> _inputs = [];
    private readonly List<Action<ProtobufWriter>> _outputs = [];
    private readonly Dictionary<string, OnnxTensor> _initializers = [];
    private readonly Dictionary<string, OnnxValue> _constants = [];
    private int _values;

    /// <summary>The names of the weights that the graph uses.</summary>
    public IEnumerable<string> UsedWeights => _initializers.Keys.Where(weights.ContainsKey);

    /// <summary>The size of all weights and constants that the graph uses.</summary>
    public long WeightBytes => _initializers.Values.Sum(tensor => tensor.Bytes.LongLength);

    /// <summary>Declares an input of the model.</summary>
    public OnnxValue Input(string name, OnnxType type, params OnnxDimension[] shape)
    {
        _inputs.Add(message => WriteValue(message, name, type, shape));
        return new(this, name);
    }

    /// <summary>Declares a value as an output of the model, under a name of its own.</summary>
    public void Output(OnnxValue value, string name, OnnxType type, params OnnxDimension[] shape)
    {
        _nodes.Add(message => WriteNode(message, "Identity", [value.Name], [name], []));
        _outputs.Add(message => WriteValue(message, name, type, shape));
    }

    /// <summary>Adds a node with one result.</summary>
    /// <param name="operation">The operator's name.</param>
    /// <param name="inputs">Its inputs; null for an optional one that is left out.</param>
    /// <param name="attributes">Its attributes.</param>
    public OnnxValue Add(string operation, OnnxValue?[] inputs, params OnnxAttribute[] attributes) =>
        Add(operation, 1, inputs, attributes)[0];

    /// <summary>Adds a node with several results.</summary>
    public OnnxValue[] Add(string operation, int results, OnnxValue?[] inputs, params OnnxAttribute[] attributes)
    {
        string[] from = [.. inputs.Select(input => input?.Name ?? "")];
        string[] to = [.. Enumerable.Range(0, results).Select(_ => Invariant($"v{_values++}"))];
        _nodes.Add(message => WriteNode(message, operation, from, to, attributes));
        return [.. to.Select(name => new OnnxValue(this, name))];
    }

    /// <summary>Whether the network has a weight of this name.</summary>
    public bool Has(string weight) => weights.ContainsKey(weight);

    /// <summary>Returns the shape of a weight.</summary>
    public long[] ShapeOf(string weight) => weights[weight].Shape;

    /// <summary>Returns a weight.</summary>
    public OnnxValue Weight(string name)
    {
        _initializers.TryAdd(name, weights[name]);
        return new(this, name);
    }

    /// <summary>Returns a 32-bit float.</summary>
    public OnnxValue Constant(float value) => Constant(Invariant($"float.{value:R}"), () => OnnxTensor.From([value]));

    /// <summary>Returns a 64-bit float.</summary>
    public OnnxValue Double(double value) => Constant(Invariant($"double.{value:R}"), () => OnnxTensor.From([value]));

    /// <summary>Returns an integer.</summary>
    public OnnxValue Integer(long value) => Constant(Invariant($"int.{value}"), () => OnnxTensor.From([value]));

    /// <summary>Returns a list of integers.</summary>
    public OnnxValue Integers(params long[] values) =>
        Constant($"ints.{string.Join('.', values)}", () => OnnxTensor.From(values, values.Length));

    /// <summary>Returns a tensor that is no weight; the same name stands for the same tensor.</summary>
    public OnnxValue Constant(string name, Func<OnnxTensor> create)
    {
        if (!_constants.TryGetValue(name, out var value))
        {
            _initializers.Add(name, create());
            _constants.Add(name, value = new(this, name));
        }

        return value;
    }

    /// <summary>Writes the graph's message.</summary>
    public void Write(ProtobufWriter message)
    {
        _nodes.ForEach(node => message.Message(NodeField, node));
        message.Text(GraphNameField, "fineflow");
        foreach (var (name, tensor) in _initializers)
        {
            message.Message(InitializerField, part => WriteTensor(part, name, tensor));
        }

        _inputs.ForEach(input => message.Message(InputField, input));
        _outputs.ForEach(output => message.Message(OutputField, output));
    }

    private static void WriteNode(
        ProtobufWriter message, string operation, string[] inputs, string[] outputs, OnnxAttribute[] attributes)
    {
        const int input = 1, output = 2, name = 3, type = 4, attribute = 5;
        Array.ForEach(inputs, from => message.Text(input, from));
        Array.ForEach(outputs, to => message.Text(output, to));
        message.Text(name, $"{operation}.{outputs[0]}");
        message.Text(type, operation);
        Array.ForEach(attributes, one => message.Message(attribute, one.Write));
    }

    private static void WriteTensor(ProtobufWriter message, string name, OnnxTensor tensor)
    {
        const int size = 1, type = 2, nameField = 8, raw = 9;
        Array.ForEach(tensor.Shape, length => message.Integer(size, length));
        message.Integer(type, (long)tensor.Type);
        message.Text(nameField, name);
        message.Block(raw, tensor.Bytes);
    }

    private static void WriteValue(ProtobufWriter message, string name, OnnxType type, OnnxDimension[] shape)
    {
        const int nameField = 1, typeField = 2, tensorType = 1, elementType = 1, shapeField = 2, dimension = 1, number = 1, symbol = 2;
        message.Text(nameField, name);
        message.Message(typeField, of => of.Message(tensorType, tensor =>
        {
            tensor.Integer(elementType, (long)type);
            tensor.Message(shapeField, sizes => Array.ForEach(shape, size => sizes.Message(dimension, part =>
            {
                if (size.Name is { } chosen)
                {
                    part.Text(symbol, chosen);
                }
                else
                {
                    part.Integer(number, size.Size);
                }
            })));
        }));
    }
}
