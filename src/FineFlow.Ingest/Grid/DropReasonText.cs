using System.Text.Json;

namespace FineFlow.Ingest.Grid;

/// <summary>Reasons for people.</summary>
public static class DropReasonText
{
    /// <summary>A reason in words, as "out of box".</summary>
    public static string Words(this DropReason reason) => JsonNamingPolicy.SnakeCaseLower.ConvertName($"{reason}").Replace('_', ' ');
}
