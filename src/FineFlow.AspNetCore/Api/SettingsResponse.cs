using FineFlow.AspNetCore.Settings;

namespace FineFlow.AspNetCore.Api;

/// <summary>What the dashboard needs to know of the server.</summary>
internal sealed record SettingsResponse(string? TileUrl, string? Attribution, bool SharesModels, bool Demo, string ServerVersion)
{
    public static SettingsResponse Of(FineFlowOptions options) =>
        new(options.TileUrl, options.TileAttribution, options.SharesModels, options.Demo, Settings.ServerVersion.Text);
}
