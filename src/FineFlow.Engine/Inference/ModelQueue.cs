using FineFlow.Engine.Registry;

namespace FineFlow.Engine.Inference;

/// <summary>The jobs of one model that wait, in the order in which they came, and how much work was done for the model.</summary>
/// <param name="model">The model.</param>
internal sealed class ModelQueue(ServedModel model)
{
    private readonly LinkedList<InferenceJob> _jobs = [];

    public ServedModel Model => model;

    /// <summary>Units that wait.</summary>
    public int Units { get; private set; }

    public bool IsEmpty => _jobs.Count == 0;

    /// <summary>
    /// When the model's next batch begins in virtual time: the time that all models' batches so far would have taken side by side.
    /// </summary>
    public TimeSpan Turn { get; set; }

    public void Add(InferenceJob job)
    {
        _jobs.AddLast(job);
        Units += job.Units;
    }

    /// <summary>Takes a job out before its turn; false where it does not wait.</summary>
    public bool Remove(InferenceJob job)
    {
        var waited = _jobs.Remove(job);
        Units -= waited ? job.Units : 0;
        return waited;
    }

    /// <summary>Takes the first job, and those behind it that can be inferred with it.</summary>
    public IReadOnlyList<InferenceJob> TakeBatch()
    {
        var batch = new List<InferenceJob>();
        var room = model.Throughput.Batch;
        for (var node = _jobs.First; node is not null && room > 0;)
        {
            var (job, next) = (node.Value, node.Next);
            if (batch.Count == 0 || (job.Units <= room && job.CanBatchWith(batch[0])))
            {
                _jobs.Remove(node);
                batch.Add(job);
                room -= job.Units;
            }

            node = next;
        }

        var units = batch.Sum(job => job.Units);
        Units -= units;
        Turn += model.Throughput.UnitTime * units;
        return batch;
    }
}
