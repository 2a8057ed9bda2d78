using System.Text.Json.Nodes;

namespace FineFlow.Torch.Parity;

/// <summary>The content of a golden case's case.json.</summary>
internal sealed record CaseDescription
{
    public required string Model { get; init; }

    public required JsonObject Config { get; init; }

    public required string Mode { get; init; }

    public required double Rtol { get; init; }

    public required double Atol { get; init; }

    public required long ParameterCount { get; init; }
}
