using TorchSharp;

namespace FineFlow.Torch.Tests;

/// <summary>See build/FineFlow.TorchSharpPatch/KeepAliveEdit.cs. Without that edit a run of this length fails several times.</summary>
public class ScalarLifetimeTests
{
    [Fact]
    public void Numbers_in_an_operation_outlive_it_while_another_thread_collects()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        var failures = new List<Exception>();
        var sums = 0L;
        Thread[] adders = [.. Enumerable.Range(0, 2).Select(_ => new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                var failure = Record.Exception(Add);
                Interlocked.Increment(ref sums);
                if (failure is not null)
                {
                    lock (failures)
                        failures.Add(failure);
                }
            }
        }))];

        foreach (var adder in adders)
            adder.Start();
        while (!stop.IsCancellationRequested)
        {
            GC.Collect(0);
            Thread.SpinWait(2_000);
        }

        foreach (var adder in adders)
            adder.Join();
        Assert.Empty(failures);
        Assert.True(sums > 100, $"the threads came to {sums} sums only");
    }

    private static void Add()
    {
        using var scope = torch.NewDisposeScope();
        var sum = torch.zeros(4);
        for (var i = 0; i < 20; i++)
            sum = sum + 1.5 + sum;
        Assert.Equal(1.5f * ((1 << 20) - 1), sum[0].item<float>());
    }
}
