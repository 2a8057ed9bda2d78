using System.Text.Json.Nodes;
using FineFlow.Torch.Losses;

namespace FineFlow.Torch.Tests.Losses;

public class LossCatalogTests
{
    [Fact]
    public void Settings_change_a_loss()
    {
        var loss = LossCatalog.Create("dualfocal", Settings("gamma", "0.5", "detach", "true"));

        Assert.Equal(new DualFocal { Gamma = 0.5, Detach = true }, loss);
    }

    [Theory]
    [InlineData("huber", "beta", "1", "loss 'huber': is unknown; known are dualfocal, mse, l1, smoothl1, pyramid")]
    [InlineData("mse", "beta", "1", "setting 'beta': is unknown to loss mse")]
    [InlineData("dualfocal", "lambda", "-1", "setting 'lambda': is -1; it must be between 0 and 1000000")]
    [InlineData("dualfocal", "beta", "-0.5", "setting 'beta': is -0.5")]
    [InlineData("dualfocal", "beta", "0", "setting 'beta': is 0")]
    [InlineData("dualfocal", "beta", "1e999", "setting 'beta': is ")]
    [InlineData("dualfocal", "gamma", "-1", "setting 'gamma': is -1")]
    [InlineData("dualfocal", "gamma", "17", "setting 'gamma': is 17")]
    [InlineData("dualfocal", "gamma", "\"sharp\"", "setting 'gamma': cannot be \"sharp\"; expected a value like 1")]
    [InlineData("dualfocal", "gamma", "null", "setting 'gamma': cannot be null")]
    [InlineData("dualfocal", "detach", "1", "setting 'detach': cannot be 1; expected a value like false")]
    [InlineData("dualfocal", "name", "\"mse\"", "setting 'name': is unknown to loss dualfocal")]
    [InlineData("smoothl1", "beta", "0", "setting 'beta': is 0")]
    [InlineData("pyramid", "alpha", "1e300", "setting 'alpha': is 1E+300; it must be between 0 and 1")]
    [InlineData("pyramid", "alpha", "1.4", "setting 'alpha': is 1.4; it must be between 0 and 1")]
    public void What_cannot_be_used_is_refused(string loss, string setting, string value, string message) =>
        Assert.StartsWith(message, Refused.By(() => LossCatalog.Create(loss, Settings(setting, value))), StringComparison.Ordinal);

    [Fact]
    public void Whatever_is_put_to_a_setting_is_taken_or_refused_in_one_line() =>
        Assert.All(LossCatalog.All, loss => HostileSettings.Try(loss, settings => LossCatalog.Create(loss.Name, settings)));

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Settings(params string[] pairs) =>
        pairs.Chunk(2).Select(pair => KeyValuePair.Create(pair[0], JsonNode.Parse(pair[1])));
}
