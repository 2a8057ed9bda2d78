using FineFlow.Core;
using FineFlow.Torch.Runtime;

namespace FineFlow.Torch.Export;

/// <summary>ONNX models as files are.</summary>
internal static class OnnxFile
{
    /// <summary>Protobuf admits 2 GiB in all; this leaves room for the graph.</summary>
    private const long MostBytes = 2_000_000_000;

    /// <summary>Version of the file format: that of operator set 17.</summary>
    private const int IrVersion = 8;

    // ModelProto of onnx.proto.
    private const int IrVersionField = 1, ProducerField = 2, ProducerVersionField = 3, DocumentationField = 6, GraphField = 7;
    private const int OperatorSetField = 8, MetadataField = 14;

    /// <summary>Returns the bytes of a model's file.</summary>
    /// <param name="graph">The model's graph.</param>
    /// <param name="documentation">What people should know of its inputs and outputs.</param>
    /// <param name="metadata">What programs should know of it, by keys.</param>
    /// <exception cref="BadInputException">There are more than protobuf admits.</exception>
    public static byte[] Serialize(OnnxGraph graph, string documentation, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        if (graph.WeightBytes > MostBytes)
        {
            throw new BadInputException(
                "the ONNX file", $"would have {graph.WeightBytes} bytes of weights; at most {MostBytes} are admitted");
        }

        var model = new ProtobufWriter();
        model.Integer(IrVersionField, IrVersion);
        model.Text(ProducerField, nameof(FineFlow));
        model.Text(ProducerVersionField, SoftwareVersions.Current.FineFlow);
        model.Text(DocumentationField, documentation);
        model.Message(GraphField, graph.Write);
        model.Message(OperatorSetField, WriteOperatorSet);
        foreach (var pair in metadata)
        {
            model.Message(MetadataField, entry => WriteEntry(entry, pair));
        }

        return model.Bytes.ToArray();
    }

    private static void WriteOperatorSet(ProtobufWriter message)
    {
        const int domain = 1, version = 2;
        message.Text(domain, "");
        message.Integer(version, OnnxGraph.OperatorSet);
    }

    private static void WriteEntry(ProtobufWriter message, KeyValuePair<string, string> pair)
    {
        const int key = 1, value = 2;
        message.Text(key, pair.Key);
        message.Text(value, pair.Value);
    }
}
