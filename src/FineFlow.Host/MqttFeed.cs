using System.Buffers;
using FineFlow.AspNetCore.Live;
using FineFlow.AspNetCore.Problems;
using FineFlow.Core;
using FineFlow.Engine.Inference;
using FineFlow.Engine.Registry;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Exceptions;

namespace FineFlow.Host;

/// <summary>
/// Takes counts from a topic. A message is acknowledged once it is counted or refused, and the broker keeps those of a time without the
/// server, so that each comes at least once; that it is counted once, <see cref="LiveCounts"/> sees to.
/// </summary>
internal sealed partial class MqttFeed : IAsyncDisposable
{
    private const uint SessionSeconds = 24 * 3600;
    private const int LongestMessage = 4 << 20;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(0.5), LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(0.5);

    private readonly MqttAddress _address;
    private readonly LiveCounts _counts;
    private readonly ILogger _logger;
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _following;

    /// <exception cref="BadInputException">There is no such model, or it does not infer missing counts.</exception>
    public MqttFeed(MqttAddress address, LiveCounts counts, ILogger logger)
    {
        (_address, _counts, _logger) = (address, counts, logger);
        try
        {
            counts.Of(address.Model);
        }
        catch (UnknownModelException unknown)
        {
            throw new BadInputException("mqtt", unknown.Message) { Setting = nameof(ServeOptions.Mqtt) };
        }

        _client.ApplicationMessageReceivedAsync += Take;
        _following = Task.Run(FollowAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following;
        _client.Dispose();
        _stop.Dispose();
    }

    /// <summary>Connects, and again whenever the connection is lost, after a pause that grows.</summary>
    private async Task FollowAsync()
    {
        var wait = FirstWait;
        try
        {
            while (true)
            {
                if (_client.IsConnected)
                {
                    await Task.Delay(Look, _stop.Token);
                }
                else if (await TryConnectAsync())
                {
                    wait = FirstWait;
                }
                else
                {
                    await Task.Delay(wait, _stop.Token);
                    wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task<bool> TryConnectAsync()
    {
        try
        {
            var topic = new MqttClientSubscribeOptionsBuilder()
                .WithTopicFilter(filter => filter.WithTopic(_address.Topic).WithAtLeastOnceQoS());
            await _client.ConnectAsync(Options(), _stop.Token);
            await _client.SubscribeAsync(topic.Build(), _stop.Token);
            LogConnected(_logger, _address.Model, _address);
            return true;
        }
        catch (Exception failure) when (!_stop.IsCancellationRequested
            && failure is MqttCommunicationException or MqttProtocolViolationException or OperationCanceledException or IOException)
        {
            LogLost(_logger, _address.Model, _address, failure.Message);
            return false;
        }
    }

    private MqttClientOptions Options()
    {
        // The broker knows the session by this name: one server of a machine follows a topic for a model.
        var options = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500)
            .WithTcpServer(_address.Broker.Host, _address.Port)
            .WithClientId($"fineflow-{Environment.MachineName}-{_address.Model}")
            .WithCleanStart(false)
            .WithSessionExpiryInterval(SessionSeconds)
            .WithTlsOptions(tls => tls.UseTls(_address.IsSecure));
        return (_address.Credentials is var (user, password) ? options.WithCredentials(user, password) : options).Build();
    }

    /// <summary>Counts a message; one that is refused is said in the log, and the next ones are not held up by it.</summary>
    private Task Take(MqttApplicationMessageReceivedEventArgs message)
    {
        var payload = message.ApplicationMessage.Payload;
        try
        {
            if (payload.Length > LongestMessage)
            {
                throw new BadInputException("the message", $"has {payload.Length} bytes; {LongestMessage} at most are taken");
            }

            if (_counts.Add(_address.Model, payload.ToArray()) == CountOutcome.Late)
            {
                LogLate(_logger, _address.Model, message.ApplicationMessage.Topic);
            }
        }
        catch (Exception refusal) when (refusal is BadInputException or ProblemException or RefusedException or UnknownModelException)
        {
            LogRefused(_logger, _address.Model, message.ApplicationMessage.Topic, refusal.Message);
        }

        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Information, "Counts for {Model} come from {Broker}")]
    private static partial void LogConnected(ILogger logger, string model, MqttAddress broker);

    [LoggerMessage(LogLevel.Warning, "No counts for {Model} come from {Broker}: {Reason}; it is tried again")]
    private static partial void LogLost(ILogger logger, string model, MqttAddress broker, string reason);

    [LoggerMessage(LogLevel.Warning, "A count for {Model} from {Topic} is late, and not counted")]
    private static partial void LogLate(ILogger logger, string model, string topic);

    [LoggerMessage(LogLevel.Warning, "A count for {Model} from {Topic} is refused: {Reason}")]
    private static partial void LogRefused(ILogger logger, string model, string topic, string reason);
}
