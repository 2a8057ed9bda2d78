using FineFlow.Torch.Models;
using FineFlow.Torch.Parity;

namespace FineFlow.Torch.Tests.Parity;

public class GoldenCaseTests
{
    [Theory]
    [MemberData(nameof(Goldens.All), MemberType = typeof(Goldens))]
    public void A_golden_case_passes_on_both_paths(string name) => AssertPasses(Goldens.Path(name));

    [Fact]
    public void Every_published_model_has_a_golden_case() =>
        Assert.Equal(
            ModelCatalog.All.Where(entry => entry.IsPublished).Select(entry => entry.Name).Order(StringComparer.Ordinal),
            Goldens.All.Select(row => row.Data.Split('/')[0]).Distinct().Order(StringComparer.Ordinal));

    /// <summary>Where they are not there, the reason says how many cases this run proves: a test of its own for each of them.</summary>
    [Fact, Trait(SharedFiles.Trait, SharedFiles.Needed)]
    public void All_further_golden_cases_pass_on_both_paths()
    {
        Assert.SkipWhen(
            SharedFiles.Folder is null,
            $"{Goldens.All.Count} golden cases are proved, those of tests/Goldens; further ones need {SharedFiles.Variable}");
        var folders = ModelCatalog.All.Where(entry => entry.IsPublished).Select(entry => SharedFiles.PathOrSkip($"goldens/{entry.Name}"));
        var cases = folders.SelectMany(Directory.GetDirectories).ToList();

        Assert.True(cases.Count > Goldens.All.Count, $"{cases.Count} cases");
        Assert.All(cases, AssertPasses);
    }

    private static void AssertPasses(string folder)
    {
        var result = GoldenCase.Check(folder);
        Assert.True(result.Passed, $"{folder}: {result.Failure} (worst {result.WorstOfTolerance} of the tolerance)");
    }
}
