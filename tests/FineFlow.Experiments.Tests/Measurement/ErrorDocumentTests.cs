using FineFlow.Core;
using FineFlow.Core.Metrics;
using FineFlow.Core.Settings;

namespace FineFlow.Experiments.Tests.Measurement;

public sealed class ErrorDocumentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_breakdown_survives_the_disk_in_the_style_of_our_documents(bool timed)
    {
        var truth = new FlowMaps(new(2, 1, 1, 3), [0, 1.5f, 7, 0.1f, 2, 2]);
        var errors = ErrorBreakdown.Of(truth, new FlowMaps(new(2, 1, 1, 3), [1 / 3f, 1, 7, 0, 2, 3]), timed ? [0, 3600] : null);
        var path = _folder.File("errors.json");
        JsonStyle.Write(path, errors);

        Assert.Equivalent(errors, JsonStyle.Read<ErrorBreakdown>(path), strict: true);
        Assert.Contains("\"flow_classes\"", File.ReadAllText(path), StringComparison.Ordinal);
    }
}
