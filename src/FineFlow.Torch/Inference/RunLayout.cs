namespace FineFlow.Torch.Inference;

/// <summary>The names inside a run folder.</summary>
internal static class RunLayout
{
    public const string Manifest = "run.json";
    public const string History = "history.jsonl";
    public const string Model = "model";
    public const string State = "state";
}
