namespace FineFlow.EndToEnd.Tests.Program;

/// <summary>The arguments that train the smallest PLGF.</summary>
internal static class TinyPlgf
{
    private static readonly string[] Settings =
    [
        "--set", "base_channels=8", "--set", "context_channels=8", "--set", "growth_rate=4", "--set", "rdb_layers=1",
        "--set", "pyramid_scales=2",
    ];

    /// <summary>A training's further arguments, for PLGF unless they name a model.</summary>
    public static string[] UnlessNamed(string arguments) =>
        arguments.Contains("--model", StringComparison.Ordinal) ? arguments.Split(' ') : ["--model", "plgf", .. arguments.Split(' ')];

    public static string[] Train(string data, string run, int epochs, params string[] more) =>
        ["train", "--data", data, "--model", "plgf", "--out", run, "--epochs", $"{epochs}", "--threads", "1", .. Settings, .. more];
}
