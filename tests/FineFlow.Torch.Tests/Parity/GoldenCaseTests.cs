using FineFlow.Torch.Models;
using FineFlow.Torch.Parity;

namespace FineFlow.Torch.Tests.Parity;

public class GoldenCaseTests
{
    public static TheoryData<string> Models => [.. ModelCatalog.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_golden_case_of_the_model_passes(string model)
    {
        var cases = Directory.GetDirectories(SharedFiles.PathOrSkip($"goldens/{model}"));

        Assert.NotEmpty(cases);
        Assert.All(cases, folder =>
        {
            var result = GoldenCase.Check(folder);
            Assert.True(result.Passed, $"{folder}: {result.Failure} (worst {result.WorstOfTolerance} of the tolerance)");
        });
    }
}
