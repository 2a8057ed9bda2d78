namespace FineFlow.AspNetCore.Settings;

/// <summary>The version of this server.</summary>
internal static class ServerVersion
{
    public static string Text { get; } = typeof(ServerVersion).Assembly.GetName().Version!.ToString(3);
}
