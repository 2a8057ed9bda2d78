using FineFlow.AspNetCore.Api;
using FineFlow.AspNetCore.Datasets;
using FineFlow.AspNetCore.Pages;
using FineFlow.Browser.Tests.Fixtures;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Inference;

namespace FineFlow.Browser.Tests.Pages;

/// <summary>A page of the test city, as <c>fineflow export</c> writes it, and what its model infers by libtorch.</summary>
internal sealed record WrittenPage(Uri Address, FlowMaps Fine)
{
    public const int Slots = 3;

    /// <summary>A name that would end the element that holds it.</summary>
    public const string Title = "a </script><script>alert(1)</script><!-- city";

    /// <summary>The page at its first slot; without that it opens at its busiest.</summary>
    public Uri FirstSlot => new(Address.AbsoluteUri + "#slot=1");

    /// <summary>Writes the page of a model of the fixture.</summary>
    public static WrittenPage Write(BrowserFixture browser, string name)
    {
        var (city, page) = (browser.File("named-city"), browser.File($"{name}.html"));
        var original = DatasetFolder.Load(browser.File("small-city"));
        DatasetFolder.Write(city, original.Manifest with { Name = Title }, original.Splits, overwrite: true);
        using var model = ModelBundle.LoadConserving(browser.File($"models/{name}"));
        var shown = ServedDataset.Load(city).Take(Slots);
        using (var stream = File.Create(page))
        {
            BrowserPage.Write(stream, ModelCardResponse.OfExported(model), shown, OnnxExport.Create(model));
        }

        return new(new Uri(page), model.Predict(shown.Split.Inputs));
    }
}
