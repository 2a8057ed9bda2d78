namespace FineFlow.Serving.Api;

/// <summary>What the dashboard needs to know of the server.</summary>
internal sealed record SettingsAnswer(string? TileUrl, string? Attribution, bool Demo, string ServerVersion);
