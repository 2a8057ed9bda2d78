using System.Text.Json.Nodes;
using FineFlow.Core.Datasets;
using FineFlow.Core.Settings;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models.Histories;
using FineFlow.Torch.Models.Plgf;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Tests.Inference;

public sealed class ModelBundleTests : IDisposable
{
    private static readonly FlowSplit Data = SmallFlows.Split(SplitNames.Test, 3);
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> All => CatalogCases.All;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(All))]
    public void A_loaded_model_answers_as_the_saved_one(string model)
    {
        using var network = CatalogCases.Create(model);
        network.Fit(Data, Data);
        Save(network);

        using var loaded = ModelBundle.Load(_folder.Path);

        Assert.Equal(Predict(network), Predict(loaded.Network));
        Assert.Equal(SettingsBinder.ToJson(network.Options).ToJsonString(), SettingsBinder.ToJson(loaded.Network.Options).ToJsonString());
        Assert.Equal(network.ParameterCount(), loaded.Card.Parameters);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_chosen_recovery_is_part_of_the_bundle(string model)
    {
        using var network = CatalogCases.Create(model);
        network.Use(network.Guarantee == ConservationGuarantee.No ? ConservationMode.Projected : ConservationMode.Exact);
        Save(network);

        using var loaded = ModelBundle.Load(_folder.Path);

        Assert.Equal(network.Mode, loaded.Network.Mode);
        Assert.Equal(Predict(network), Predict(loaded.Network));
    }

    [Fact]
    public void The_same_network_gives_the_same_bytes()
    {
        using var network = CatalogCases.Create("plgf");
        Save(network);
        var (weights, card) = (File.ReadAllBytes(Weights), File.ReadAllBytes(Card));

        Save(network);

        Assert.Equal(weights, File.ReadAllBytes(Weights));
        Assert.Equal(card, File.ReadAllBytes(Card));
    }

    [Fact]
    public void A_bundle_of_another_format_is_refused() => AssertEdited("format", 2, "is of format 2; this version reads 1");

    [Fact]
    public void A_card_that_was_edited_is_refused() => AssertEdited("recovery", "exact", "it was changed");

    [Theory]
    [InlineData("../../plgf")]
    [InlineData("/etc/passwd")]
    [InlineData("plgf\0")]
    [InlineData("plgf\nx")]
    [InlineData("")]
    public void A_forged_card_cannot_name_another_place(string model)
    {
        using var network = CatalogCases.Create("mean");
        Save(network, card => card with { Model = model });

        var message = Refused.By(() => ModelBundle.Load(_folder.Path));

        Assert.StartsWith(Card, message, StringComparison.Ordinal);
        Assert.Contains("is unknown; known are mean", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"height":"../8"}""", "setting 'height': cannot be \"../8\"")]
    [InlineData("""{"height":4096,"width":4096,"scale_factor":64}""", "cannot be built")]
    [InlineData("""{"height":8,"path":"/etc/passwd"}""", "setting 'path': is unknown to ha")]
    [InlineData("""{"height":9,"width":8}""", "tensor 'shares' is [25, 1, 32, 32]; the network expects [25, 1, 36, 32]")]
    public void A_forged_card_with_other_options_is_refused_in_one_line(string options, string problem)
    {
        using var network = CatalogCases.Create("ha");
        Save(network, card => card with { Options = (JsonObject)JsonNode.Parse(options)! });

        Assert.Contains(problem, Refused.By(() => ModelBundle.Load(_folder.Path)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_that_stands_twice_is_refused()
    {
        using var network = CatalogCases.Create("mean");
        Save(network);
        var twice = File.ReadAllText(Card).Replace("\"height\": 8,", "\"height\": 8, \"height\": 8,", StringComparison.Ordinal);
        File.WriteAllText(Card, twice);

        Assert.StartsWith(Card, Refused.By(() => ModelBundle.Load(_folder.Path)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_is_named()
    {
        using var network = CatalogCases.Create("mean");
        Save(network);

        Assert.Contains("is not a folder", Refused.By(() => ModelBundle.Load(_folder.File("no/such"))), StringComparison.Ordinal);
        Assert.Contains("is not a folder", Refused.By(() => ModelBundle.Load(Card)), StringComparison.Ordinal);

        File.Delete(Weights);
        Assert.StartsWith($"{Weights}: does not exist", Refused.By(() => ModelBundle.Load(_folder.Path)), StringComparison.Ordinal);

        File.Delete(Card);
        Assert.StartsWith(
            $"{_folder.Path}: holds no model yet", Refused.By(() => ModelBundle.Load(_folder.Path)), StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_another_model_are_refused_tensor_by_tensor()
    {
        using var mean = CatalogCases.Create("mean");
        using var ha = CatalogCases.Create("ha");
        ModelBundle.Save(_folder.Path, mean.state_dict(), SmallCards.Of(ha));
        Assert.Contains("lacks tensor(s) shares", Refused.By(() => ModelBundle.Load(_folder.Path)), StringComparison.Ordinal);

        ModelBundle.Save(_folder.Path, ha.state_dict(), SmallCards.Of(mean));
        Assert.Contains("has unknown tensor(s) shares", Refused.By(() => ModelBundle.Load(_folder.Path)), StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_do_not_fit_leave_the_network_as_it_was()
    {
        using var network = CatalogCases.Create("plgf");
        using var wide = new PlgfNetwork((PlgfOptions)network.Options with { BaseChannels = 24 });
        WeightsFile.Save(Weights, wide.state_dict());
        var before = Predict(network);

        Assert.Contains("the network expects", Refused.By(() => WeightsFile.Load(Weights, network)), StringComparison.Ordinal);

        Assert.Equal(before, Predict(network));
    }

    private string Weights => _folder.File("weights.safetensors");

    private string Card => _folder.File("card.json");

    private void AssertEdited(string field, JsonNode value, string problem)
    {
        using var network = CatalogCases.Create("mean");
        Save(network);
        var card = (JsonObject)JsonNode.Parse(File.ReadAllText(Card))!;
        card[field] = value;
        File.WriteAllText(Card, card.ToJsonString());

        var message = Refused.By(() => ModelBundle.Load(_folder.Path));

        Assert.StartsWith(Card, message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }

    private void Save(FlowNetwork network, Func<ModelCard, ModelCard>? forge = null) =>
        ModelBundle.Save(
            _folder.Path,
            network.state_dict(),
            (forge ?? (card => card))(SmallCards.Of(network)),
            (network as HistoryNetwork)?.History);

    private static float[] Predict(FlowNetwork network) => Predictor.Predict(network, Data.Inputs, "test").Values;
}
