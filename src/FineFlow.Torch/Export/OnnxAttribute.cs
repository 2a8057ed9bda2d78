namespace FineFlow.Torch.Export;

/// <summary>A constant argument of an ONNX operator.</summary>
/// <param name="Name">Its name in the operator's definition.</param>
/// <param name="Value">A long, float, string or long[].</param>
internal readonly record struct OnnxAttribute(string Name, object Value)
{
    // AttributeProto of onnx.proto.
    private const int NameField = 1, FloatField = 2, IntField = 3, StringField = 4, IntsField = 8, TypeField = 20;
    private const int FloatType = 1, IntType = 2, StringType = 3, IntsType = 7;

    public static implicit operator OnnxAttribute((string Name, long Value) pair) => new(pair.Name, pair.Value);

    public static implicit operator OnnxAttribute((string Name, float Value) pair) => new(pair.Name, pair.Value);

    public static implicit operator OnnxAttribute((string Name, string Value) pair) => new(pair.Name, pair.Value);

    public static implicit operator OnnxAttribute((string Name, long[] Value) pair) => new(pair.Name, pair.Value);

    /// <summary>Writes the attribute's message.</summary>
    public void Write(ProtobufWriter message)
    {
        message.Text(NameField, Name);
        switch (Value)
        {
            case long number:
                message.Integer(IntField, number);
                message.Integer(TypeField, IntType);
                break;
            case float number:
                message.Single(FloatField, number);
                message.Integer(TypeField, FloatType);
                break;
            case string text:
                message.Text(StringField, text);
                message.Integer(TypeField, StringType);
                break;
            case long[] numbers:
                Array.ForEach(numbers, number => message.Integer(IntsField, number));
                message.Integer(TypeField, IntsType);
                break;
            default:
                throw new NotSupportedException($"attribute {Name} is a {Value.GetType().Name}");
        }
    }
}
