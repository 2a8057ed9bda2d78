using System.Text;
using FineFlow.Core;
using FineFlow.Torch.Export;
using FineFlow.Torch.Inference;

namespace FineFlow.Onnx.Tests;

/// <summary>Files that are no models of ours. Each is refused in one line that names it.</summary>
public sealed class DamagedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_missing_file_is_refused() => AssertRefused("no such file");

    [Fact]
    public void Files_that_are_no_onnx_are_refused()
    {
        Write([]);
        AssertRefused("is no ONNX model that ONNX Runtime reads");
        Write("not a model"u8.ToArray());
        AssertRefused("is no ONNX model that ONNX Runtime reads");
    }

    [Fact]
    public void A_model_that_was_cut_off_is_refused_wherever_it_ends()
    {
        var whole = Whole();
        for (var part = 1; part < 20; part++)
        {
            Write(whole[..(whole.Length * part / 20)]);
            AssertRefused("");
        }
    }

    [Fact]
    public void A_model_of_others_is_refused()
    {
        Write(OnnxFile.Serialize(Foreign(), "", []));
        AssertRefused("has no fineflow.card in its metadata");
    }

    [Theory]
    [InlineData("2", "{}", "is of format 2; this version reads 1")]
    [InlineData("1", "{", "fineflow.card in its metadata is not what FineFlow writes there")]
    [InlineData("1", "null", "fineflow.card in its metadata is not what FineFlow writes there")]
    [InlineData("1", "{\"format\":1}", "fineflow.card in its metadata is not what FineFlow writes there")]
    public void Metadata_that_FineFlow_does_not_write_is_refused(string format, string card, string expected)
    {
        Write(OnnxFile.Serialize(Foreign(), "", new Dictionary<string, string> { [OnnxNames.Format] = format, [OnnxNames.Card] = card }));
        AssertRefused(expected);
    }

    [Fact]
    public void A_card_that_was_changed_is_refused()
    {
        var text = Encoding.Latin1.GetString(Whole());
        Write(Encoding.Latin1.GetBytes(text.Replace("\"scale_factor\":4", "\"scale_factor\":2", StringComparison.Ordinal)));
        AssertRefused("another SHA-256 of model, options and recovery");
    }

    [Fact]
    public void A_card_of_another_model_is_refused()
    {
        using var model = Exported.Model("urbanfm");
        var card = System.Text.Json.JsonSerializer.Serialize(
            ModelBundle.Sealed(model.Card), Core.Settings.JsonStyle.Line);
        Write(OnnxFile.Serialize(
            Foreign(), "", new Dictionary<string, string> { [OnnxNames.Format] = OnnxNames.CurrentFormat, [OnnxNames.Card] = card }));
        AssertRefused("has other inputs or outputs than its card says");
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Whole()
    {
        using var model = Exported.Model("espcn");
        return OnnxExport.Create(model);
    }

    private static OnnxGraph Foreign()
    {
        var graph = new OnnxGraph(new Dictionary<string, OnnxTensor>());
        graph.Output(graph.Input("x", OnnxType.Float, "n", 3).Relu(), "y", OnnxType.Float, "n", 3);
        return graph;
    }

    private void Write(byte[] content) => File.WriteAllBytes(_folder.File("model.onnx"), content);

    private void AssertRefused(string words)
    {
        var path = _folder.File("model.onnx");
        var refusal = Assert.Throws<BadInputException>(() => OnnxModel.Load(path, threads: 1).Dispose());

        Assert.StartsWith($"{path}: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }
}
