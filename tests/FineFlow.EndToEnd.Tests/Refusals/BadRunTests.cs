using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Refusals;

/// <summary>Run folders and bundles that are none, or were damaged.</summary>
public sealed class BadRunTests(TrainedRun trained) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Run => _folder.File("run");

    [Fact]
    public void What_is_no_run_is_refused()
    {
        Evaluate(_folder.File("nosuch")).AssertRefused("nosuch: is not a folder");
        Evaluate(trained.Data).AssertRefused("holds no model yet");
        Evaluate(trained.File("test", "X.npy")).AssertRefused("is not a folder");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1, 2]")]
    [InlineData("{\"format\": 1}")]
    [InlineData("{\"format\": 1, \"format\": 1}")]
    public void A_card_that_is_no_card_is_refused(string text)
    {
        trained.CopyTo(Run);
        File.WriteAllText(Path.Combine(Run, "model", "card.json"), text);
        Evaluate(Run).AssertRefused(Path.Combine("model", "card.json"));
    }

    [Theory]
    [InlineData("\"model\": \"plgf\"", "\"model\": \"mean\"", "it was changed")]
    [InlineData("\"model\": \"plgf\"", "\"model\": null", "$.model")]
    [InlineData("\"base_channels\": 8", "\"base_channels\": 16", "it was changed")]
    [InlineData("\"base_channels\": 8", "\"base_channels\": 8, \"base_channels\": 8", "not what FineFlow writes there")]
    [InlineData("\"format\": 1", "\"format\": 99", "is of format 99; this version reads 1")]
    public void A_card_that_was_changed_is_refused(string was, string becomes, string words)
    {
        trained.CopyTo(Run);
        Edit("model/card.json", was, becomes);
        Evaluate(Run).AssertRefused("card.json", words);
    }

    [Fact]
    public void Weights_that_are_not_the_cards_are_refused()
    {
        trained.CopyTo(Run);
        File.AppendAllText(Path.Combine(Run, "model", "weights.safetensors"), "x");
        Evaluate(Run).AssertRefused("weights.safetensors", "another SHA-256 than card.json says");

        File.Delete(Path.Combine(Run, "model", "weights.safetensors"));
        Evaluate(Run).AssertRefused("weights.safetensors: does not exist");
    }

    [Theory]
    [InlineData("\"format\": 2,", "", "run.json")]
    [InlineData("\"base_channels\": 8", "\"base_channels\": \"x\"", "setting 'base_channels': cannot be")]
    [InlineData("\"model\": \"plgf\"", "\"model\": \"nosuch\"", "model 'nosuch': is unknown")]
    [InlineData("\"batch_size\": 20", "\"batch_size\": 0", "'batch_size': is 0")]
    [InlineData("\"threads\": 1", "\"threads\": 0", "'threads': is 0")]
    [InlineData("\"every\": 8", "\"every\": 0", "'schedule': is")]
    [InlineData("\"schedule\": [", "\"schedule\": [null,", "'schedule': is")]
    [InlineData("\"fingerprint\": \"", "\"fingerprint\": \"0", "other data than this run began with")]
    public void A_run_that_says_what_cannot_be_is_not_gone_on_with(string was, string becomes, string words)
    {
        trained.CopyTo(Run);
        Edit("run.json", was, becomes);
        AssertNotResumed(words);
    }

    [Fact]
    public void A_damaged_state_is_not_gone_on_with()
    {
        trained.CopyTo(Run);
        var whole = File.ReadAllBytes(RunFiles.State(Run));
        foreach (var (bytes, words) in new[] { ([], "0 bytes long"), (whole[..1000], "header"), (whole[..^1], "bytes of tensor data") })
        {
            File.WriteAllBytes(RunFiles.State(Run), bytes);
            AssertNotResumed(words);
        }
    }

    [Fact]
    public void A_state_whose_position_was_changed_is_not_gone_on_with()
    {
        trained.CopyTo(Run);
        var bytes = File.ReadAllBytes(RunFiles.State(Run));
        var position = bytes.AsSpan().IndexOf("{\\\"epoch\\\":1"u8);
        Assert.True(position >= 0, "the state does not tell its epoch as expected");
        bytes[position + "{\\\"epoch\\\":".Length] = (byte)'0';
        File.WriteAllBytes(RunFiles.State(Run), bytes);
        AssertNotResumed("training.safetensors: is damaged");
    }

    [Fact]
    public void A_run_without_its_state_is_not_begun_anew_over_its_model()
    {
        trained.CopyTo(Run);
        Directory.Delete(Path.Combine(Run, "state"), recursive: true);
        AssertNotResumed("is missing, though the run has a model");
    }

    [Fact]
    public void A_run_is_not_begun_where_something_is()
    {
        trained.CopyTo(Run);
        Fineflow.Run(TinyPlgf.Train(trained.Data, Run, 1)).AssertRefused("already holds a run; resume it or choose another folder");
        Fineflow.Run(TinyPlgf.Train(trained.Data, _folder.Path, 1)).AssertRefused("exists and is not a run");
        Fineflow.Run(TinyPlgf.Train(trained.Data, _folder.Path, 1, "--resume")).AssertRefused("exists and is not a run");
        Fineflow.Run(TinyPlgf.Train(trained.Data, Path.Combine(Run, "run.json"), 1)).AssertRefused("exists and is not a run");
        Fineflow.Run(TinyPlgf.Train(trained.Data, Path.Combine(Run, "run.json", "below"), 1)).AssertRefused("cannot be written");
    }

    public void Dispose() => _folder.Dispose();

    private Outcome Evaluate(string run) => Fineflow.Run("evaluate", run, "--data", trained.Data, "--json");

    /// <summary>Resuming is refused, and the run stays byte for byte as it is.</summary>
    private void AssertNotResumed(string words)
    {
        var before = Contents();
        Fineflow.Run(TinyPlgf.Train(trained.Data, Run, 2, "--resume")).AssertRefused(words);
        Assert.Equal(before, Contents());
    }

    private Dictionary<string, string> Contents() => Listing.Of(Run)
        .Where(name => File.Exists(Path.Combine(Run, name)))
        .ToDictionary(name => name, name => Convert.ToHexString(File.ReadAllBytes(Path.Combine(Run, name))));

    private void Edit(string file, string was, string becomes)
    {
        var path = Path.Combine(Run, file);
        var text = File.ReadAllText(path);
        Assert.Contains(was, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(was, becomes, StringComparison.Ordinal));
    }
}
