using FineFlow.Core;
using FineFlow.Core.Formats;
using FineFlow.Torch.Parity;

namespace FineFlow.Torch.Tests.Parity;

public class FurtherResultsTests
{
    [Theory]
    [InlineData("expected:density.1")]
    [InlineData("loss:kl")]
    [InlineData("target:1")]
    public void A_case_fails_when_one_of_its_further_tensors_is_another(string tensor) =>
        AssertFailsWithAnother(tensor, Goldens.Path("urbanpy/noext_nonlocal_x2_12x12"));

    [Theory, Trait(SharedFiles.Trait, SharedFiles.Needed)]
    [InlineData("expected:out.1")]
    [InlineData("expected:density.2")]
    [InlineData("geo:1")]
    public void A_case_of_more_stages_does_so_too(string tensor) =>
        AssertFailsWithAnother(tensor, SharedFiles.PathOrSkip("goldens/urbanpy/geo5_local_x4_8x8"));

    [Fact]
    public void A_result_that_the_network_does_not_give_is_named()
    {
        using var copy = Copy(Goldens.Path("mean/square_x4"), (_, values) => values, ("expected:density.1", [1f]));

        var failure = Assert.Throws<BadInputException>(() => GoldenCase.Check(copy.Path));

        Assert.Contains("expected:density.1", failure.Message, StringComparison.Ordinal);
    }

    private static void AssertFailsWithAnother(string tensor, string source)
    {
        using var copy = Copy(source, (name, values) => name == tensor ? [.. values.Select(v => v + 1)] : values);

        Assert.False(GoldenCase.Check(copy.Path).Passed);
    }

    /// <summary>A copy of a golden case with changed tensors.</summary>
    private static TemporaryFolder Copy(string source, Func<string, float[], float[]> change, params (string Name, float[] Values)[] added)
    {
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
