using System.Diagnostics.CodeAnalysis;

namespace FineFlow.Host;

/// <summary>A topic of a broker, whose messages are counts of the city of a model: MODEL=mqtt://HOST:PORT/TOPIC.</summary>
/// <param name="Model">The model.</param>
/// <param name="Broker">The broker: mqtt, or mqtts for TLS, perhaps with a user and a password.</param>
/// <param name="Topic">The topic or filter of topics.</param>
internal sealed record MqttAddress(string Model, Uri Broker, string Topic)
{
    private const string Scheme = "mqtt", SecureScheme = "mqtts";
    private const int UsualPort = 1883, UsualSecurePort = 8883;

    /// <summary>Whether the connection is encrypted.</summary>
    public bool IsSecure => Broker.Scheme == SecureScheme;

    /// <summary>The broker's port.</summary>
    public int Port => Broker.Port > 0 ? Broker.Port : IsSecure ? UsualSecurePort : UsualPort;

    /// <summary>The user and the password; null where the address has none.</summary>
    public (string User, string Password)? Credentials => Broker.UserInfo.Split(':', 2) switch
    {
        [""] => null,
        [var user] => (Uri.UnescapeDataString(user), ""),
        var parts => (Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts[1])),
    };

    /// <summary>Reads an address that is one.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static MqttAddress Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is no model and topic");

    /// <summary>Reads an address; false where it is none.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out MqttAddress? address)
    {
        address = null;
        if (text.Split('=', 2) is not [{ Length: > 0 } model, var url] || !Uri.TryCreate(url, UriKind.Absolute, out var broker)
            || broker.Scheme is not (Scheme or SecureScheme) || broker.Host.Length == 0 || broker.Query.Length > 0)
        {
            return false;
        }

        // '#' is a filter for all topics below, and no fragment.
        var topic = Uri.UnescapeDataString(broker.AbsolutePath.TrimStart('/') + broker.Fragment);
        address = topic.Length > 0 ? new(model, broker, topic) : null;
        return address is not null;
    }

    /// <summary>What the log says of it: no password.</summary>
    public override string ToString() => $"{Broker.Scheme}://{Broker.Host}:{Port}/{Topic}";
}
