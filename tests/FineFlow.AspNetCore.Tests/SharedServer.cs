using FineFlow.Engine.Tests.Fixtures;

namespace FineFlow.AspNetCore.Tests;

/// <summary>A server that the tests of a class share: they ask it and change nothing. To start one takes longer than most tests.</summary>
public abstract class SharedServer : IAsyncLifetime
{
    internal TestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected abstract Task<TestServer> StartAsync();
}

/// <summary>With the model "plgf".</summary>
public sealed class PlainServer : SharedServer
{
    private protected override Task<TestServer> StartAsync() => TestServer.StartAsync();
}

/// <summary>With the dataset "town" besides.</summary>
public sealed class TownServer : SharedServer
{
    private protected override Task<TestServer> StartAsync() => TestServer.StartAsync(withCity: true);
}

/// <summary>With "kha", which says how sure it is, beside "plgf".</summary>
public sealed class EstimatesServer : SharedServer
{
    private protected override Task<TestServer> StartAsync() => TestServer.StartAsync(bundles: path =>
    {
        SmallBundles.Write(Path.Combine(path, "kha", "1"), "kha");
        SmallBundles.Write(Path.Combine(path, "plgf", "1"));
    });
}

/// <summary>With "kha", "plgf" and the dataset "town".</summary>
public sealed class EstimatesTownServer : SharedServer
{
    private protected override Task<TestServer> StartAsync() => TestServer.StartAsync(withCity: true, bundles: path =>
    {
        SmallBundles.Write(Path.Combine(path, "kha", "1"), "kha");
        SmallBundles.Write(Path.Combine(path, "plgf", "1"));
    });
}

/// <summary>With a low limit on bodies.</summary>
public sealed class SmallBodiesServer : SharedServer
{
    internal const int Limit = 64 << 10;

    private protected override Task<TestServer> StartAsync() => TestServer.StartAsync(options => options with { MaxBodyBytes = Limit });
}

/// <summary>That hands out its models.</summary>
public sealed class SharingServer : SharedServer
{
    private protected override Task<TestServer> StartAsync() => TestServer.StartAsync(options => options with { SharesModels = true });
}
