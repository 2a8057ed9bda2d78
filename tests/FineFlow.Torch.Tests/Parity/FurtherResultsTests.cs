using FineFlow.Core;
using FineFlow.Core.Formats;
using FineFlow.Torch.Parity;

namespace FineFlow.Torch.Tests.Parity;

public class FurtherResultsTests
{
    [Theory]
    [InlineData("expected:out.1")]
    [InlineData("expected:density.2")]
    [InlineData("loss:kl")]
    [InlineData("target:1")]
    [InlineData("geo:1")]
    public void A_case_fails_when_one_of_its_further_tensors_is_another(string tensor)
    {
        using var copy = Copy(
            "goldens/urbanpy/geo5_local_x4_8x8", (name, values) => name == tensor ? [.. values.Select(v => v + 1)] : values);

        Assert.False(GoldenCase.Check(copy.Path).Passed);
    }

    [Fact]
    public void A_result_that_the_network_does_not_give_is_named()
    {
        using var copy = Copy("goldens/mean/", (_, values) => values, ("expected:density.1", [1f]));

        var failure = Assert.Throws<BadInputException>(() => GoldenCase.Check(copy.Path));

        Assert.Contains("expected:density.1", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>A copy of a golden case (or of the first in a folder) with changed tensors.</summary>
    private static TemporaryFolder Copy(string path, Func<string, float[], float[]> change, params (string Name, float[] Values)[] added)
    {
        var found = SharedFiles.PathOrSkip(path);
        var source = File.Exists(Path.Combine(found, "case.json")) ? found : Directory.GetDirectories(found)[0];
        var copy = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(source))
        {
            File.Copy(file, copy.File(Path.GetFileName(file)));
        }

        var writer = new SafetensorsWriter();
        using (var tensors = SafetensorsFile.Open(Path.Combine(source, "tensors.safetensors")))
        {
            foreach (var entry in tensors.Entries)
            {
                writer.Add(entry.Name, entry.Shape, change(entry.Name, tensors.ReadSingle(entry.Name)));
            }
        }

        foreach (var (name, values) in added)
        {
            writer.Add(name, [values.Length], values);
        }

        writer.Write(copy.File("tensors.safetensors"));
        return copy;
    }
}
